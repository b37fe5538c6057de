//! A view on the page, and the signals that it follows.

use any_spawner::Executor;
use reactive_graph::owner::Owner;
use tachys::prelude::{Mountable, Render};
use wasm_bindgen::{JsCast, JsValue};

/// A mounted view; gone, with everything that follows a signal in it, when this is dropped.
pub(crate) struct Mounted {
    view: Box<dyn Mountable>,
    _owner: Owner,
}

impl Mounted {
    /// Draws a view into an element.
    pub(crate) fn new<V: Render + 'static>(parent: &JsValue, view: V) -> Mounted {
        // Fails the second time, which means that it is there already.
        let _ = Executor::init_wasm_bindgen();
        let owner = Owner::new();
        let mut state = owner.with(|| view.build());
        state.mount(parent.unchecked_ref(), None);
        Mounted { view: Box::new(state), _owner: owner }
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        self.view.unmount();
    }
}
