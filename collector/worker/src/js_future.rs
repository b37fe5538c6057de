//! Waiting for a promise without making functions for it.
//!
//! `wasm_bindgen_futures::JsFuture` makes two JavaScript functions for every promise, each with an
//! entry in a registry of what is to be freed. Here two functions serve all promises; a number that
//! is bound to them tells them which promise has settled.

use core::{
    cell::RefCell,
    future::Future,
    pin::Pin,
    task::{Context, Poll, Waker},
};

use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    /// A function whose first argument can be set beforehand.
    #[wasm_bindgen(extends = Function)]
    type Callback;

    #[wasm_bindgen(method)]
    fn bind(this: &Callback, context: &JsValue, number: u32) -> Function;

    /// A promise that takes functions as they are.
    type Thenable;

    #[wasm_bindgen(method)]
    fn then(this: &Thenable, fulfilled: &Function, rejected: &Function) -> JsValue;
}

/// Outcome of a promise: its value, or the value that was thrown.
pub(crate) type Settled = Result<JsValue, JsValue>;

/// A promise that is being waited for.
#[derive(Debug, Default)]
enum Wait {
    /// No promise has this number.
    #[default]
    None,
    /// It has not settled. Holds the waker to call.
    Pending(Option<Waker>),
    /// Nobody waits any more, but it will settle still.
    Forgotten,
    /// It has settled.
    Done(Settled),
}

struct Callbacks {
    fulfilled: Callback,
    rejected: Callback,
}

thread_local! {
    static WAITS: RefCell<Vec<Wait>> = const { RefCell::new(Vec::new()) };
    /// Made once, for the life of the isolate.
    static CALLBACKS: Callbacks = Callbacks {
        fulfilled: callback(|number, value| settle(number, Ok(value))),
        rejected: callback(|number, thrown| settle(number, Err(thrown))),
    };
}

fn callback(act: impl Fn(u32, JsValue) + 'static) -> Callback {
    let closure: Closure<dyn Fn(u32, JsValue)> = Closure::new(act);
    closure.into_js_value().unchecked_into()
}

/// A future of a promise's outcome.
#[derive(Debug)]
pub(crate) struct Awaited {
    /// `None` once it is over: by then the number may be another's.
    number: Option<u32>,
}

/// Waits for a promise.
#[must_use]
pub(crate) fn settled(promise: Promise) -> Awaited {
    let number = WAITS.with_borrow_mut(|waits| {
        let free = waits.iter().position(|wait| matches!(wait, Wait::None));
        let place = free.unwrap_or_else(|| {
            waits.push(Wait::None);
            waits.len() - 1
        });
        if let Some(wait) = waits.get_mut(place) {
            *wait = Wait::Pending(None);
        }
        // As many promises as fit into 4 GiB of memory.
        u32::try_from(place).unwrap_or(u32::MAX)
    });
    CALLBACKS.with(|callbacks| {
        let fulfilled = callbacks.fulfilled.bind(&JsValue::UNDEFINED, number);
        let rejected = callbacks.rejected.bind(&JsValue::UNDEFINED, number);
        promise.unchecked_into::<Thenable>().then(&fulfilled, &rejected);
    });
    Awaited { number: Some(number) }
}

/// Keeps a promise's outcome, and wakes the future that waits for it.
fn settle(number: u32, outcome: Settled) {
    let waker = with_wait(number, |wait| match core::mem::take(wait) {
        Wait::Pending(waker) => {
            *wait = Wait::Done(outcome);
            waker
        }
        _ => None,
    });
    if let Some(waker) = waker.flatten() {
        waker.wake();
    }
}

fn with_wait<T>(number: u32, act: impl FnOnce(&mut Wait) -> T) -> Option<T> {
    let place = usize::try_from(number).ok()?;
    WAITS.with_borrow_mut(|waits| waits.get_mut(place).map(act))
}

impl Future for Awaited {
    type Output = Settled;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Settled> {
        let Some(number) = self.number else { return Poll::Pending };
        let outcome = with_wait(number, |wait| match core::mem::take(wait) {
            Wait::Done(outcome) => Some(outcome),
            _ => {
                *wait = Wait::Pending(Some(context.waker().clone()));
                None
            }
        });
        let Some(outcome) = outcome.flatten() else { return Poll::Pending };
        self.number = None;
        Poll::Ready(outcome)
    }
}

impl Drop for Awaited {
    fn drop(&mut self) {
        let Some(number) = self.number else { return };
        with_wait(number, |wait| {
            *wait = match core::mem::take(wait) {
                Wait::Pending(_) => Wait::Forgotten,
                _ => Wait::None,
            };
        });
    }
}
