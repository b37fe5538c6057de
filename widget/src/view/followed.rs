//! Attributes of an element that is there already, and the signals that they follow.

use core::any::Any;

use any_spawner::Executor;
use reactive_graph::owner::Owner;
use tachys::html::attribute::Attribute;
use web_sys::Element;

/// Attributes that follow signals; they stay as they are when this is dropped.
pub(crate) struct Followed {
    _state: Box<dyn Any>,
    _owner: Owner,
}

impl Followed {
    /// Puts attributes on an element.
    pub(crate) fn new<A: Attribute>(element: &Element, attributes: A) -> Followed
    where
        A::State: 'static,
    {
        // Fails the second time, which means that it is there already.
        let _ = Executor::init_wasm_bindgen();
        let owner = Owner::new();
        let state = owner.with(|| attributes.build(element));
        Followed { _state: Box::new(state), _owner: owner }
    }
}
