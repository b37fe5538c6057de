//! Runs the future of a request, from one promise to the next.
//!
//! It does not use `wasm_bindgen_futures::spawn_local`: there every step of a future waits for a
//! microtask of its own, which costs more in this runtime than all our work on a response does, and
//! a step of one request may run inside another's. Here the first step runs at once, and each
//! further one inside the callback of the promise that the future waited for.

use core::{
    cell::RefCell,
    future::Future,
    pin::Pin,
    task::{Context, Poll, Waker},
};
use std::{sync::Arc, task::Wake};

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;

type Steps = Pin<Box<dyn Future<Output = JsValue>>>;

/// A future on its way.
struct Task {
    /// Away while a step of it runs.
    steps: Option<Steps>,
    /// True if its own running step woke it.
    is_woken: bool,
    /// Takes its value; not there before its first step has ended.
    resolve: Option<Function>,
}

thread_local! {
    /// Tasks by number; `None` where one has ended.
    static TASKS: RefCell<Vec<Option<Task>>> = const { RefCell::new(Vec::new()) };
}

/// Waker of the task of that number. If another task has the number by now, that one takes a step
/// in vain, which futures must bear.
struct Number(usize);

impl Wake for Number {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        go_on(self.0);
    }
}

/// Runs a future. Returns its value if it comes at once, otherwise a promise of it.
pub(super) fn run(future: impl Future<Output = JsValue> + 'static) -> JsValue {
    let number = TASKS.with_borrow_mut(|tasks| {
        let task = Some(Task { steps: None, is_woken: false, resolve: None });
        match tasks.iter().position(Option::is_none) {
            Some(free) => {
                if let Some(place) = tasks.get_mut(free) {
                    *place = task;
                }
                free
            }
            None => {
                tasks.push(task);
                tasks.len() - 1
            }
        }
    });
    if let Some(value) = step(number, Box::pin(future)) {
        end(number);
        return value;
    }
    Promise::new(&mut |resolve, _| {
        with_task(number, |task| task.resolve = Some(resolve));
    })
    .into()
}

/// Takes the next step of a woken task.
fn go_on(number: usize) {
    let steps = with_task(number, |task| {
        task.is_woken = task.steps.is_none();
        task.steps.take()
    });
    if let Some(value) = steps.flatten().and_then(|steps| step(number, steps))
        && let Some(resolve) = end(number).and_then(|task| task.resolve)
    {
        // The only function that throws nothing: that of a promise.
        let _ = resolve.call1(&JsValue::UNDEFINED, &value);
    }
}

/// Takes one step, and another as long as the task wakes itself. Returns the value at the end.
fn step(number: usize, mut steps: Steps) -> Option<JsValue> {
    let waker = Waker::from(Arc::new(Number(number)));
    let mut context = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(value) = steps.as_mut().poll(&mut context) {
            return Some(value);
        }
        let is_woken = with_task(number, |task| core::mem::take(&mut task.is_woken))?;
        if !is_woken {
            with_task(number, |task| task.steps = Some(steps));
            return None;
        }
    }
}

fn end(number: usize) -> Option<Task> {
    TASKS.with_borrow_mut(|tasks| tasks.get_mut(number)?.take())
}

fn with_task<T>(number: usize, act: impl FnOnce(&mut Task) -> T) -> Option<T> {
    TASKS.with_borrow_mut(|tasks| tasks.get_mut(number)?.as_mut().map(act))
}
