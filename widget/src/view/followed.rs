//! Attributes of existing elements, and the signals that they follow.

use core::any::Any;

use any_spawner::Executor;
use reactive_graph::owner::Owner;

/// Attributes that follow signals; they keep their values when this is dropped.
pub(crate) struct Followed {
    _state: Box<dyn Any>,
    _owner: Owner,
}

impl Followed {
    /// Keeps the result of `build`: the states of the attributes that it built.
    pub(crate) fn new<S: 'static>(build: impl FnOnce() -> S) -> Followed {
        // Fails the second time, when the executor is there already.
        let _ = Executor::init_wasm_bindgen();
        let owner = Owner::new();
        let state = owner.with(build);
        Followed { _state: Box::new(state), _owner: owner }
    }
}
