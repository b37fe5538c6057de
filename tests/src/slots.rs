//! As many tests compute at once as the machine has cores; those that only wait let others in.
//!
//! In: when a test may begin. Not in: the number of tests that are under way, which is the test
//! program's own (`RUST_TEST_THREADS`, twice the cores in `cargo xtask test`).
//!
//! A test that proves that nothing happens sleeps for most of its time. With a thread for each core
//! the cores would be idle meanwhile; with more threads, tests that compute would stand in each
//! other's way.

use std::{
    cell::RefCell,
    sync::{Condvar, LazyLock, Mutex},
    thread,
};

/// Slots that no test holds.
static FREE: LazyLock<Mutex<usize>> =
    LazyLock::new(|| Mutex::new(thread::available_parallelism().map_or(1, usize::from)));
static GIVEN_BACK: Condvar = Condvar::new();

thread_local! {
    /// The slot of the test that runs on this thread. It goes with the thread, as the test does.
    static OWN: RefCell<Own> = const { RefCell::new(Own::None) };
}

enum Own {
    /// The test has not begun.
    None,
    /// Dropping it gives it back.
    Held(Slot),
    /// The test has waited for something, and goes on without.
    GivenBack,
}

struct Slot;

impl Slot {
    fn wait() -> Slot {
        let free = FREE.lock().unwrap();
        let mut free = GIVEN_BACK.wait_while(free, |free| *free == 0).unwrap();
        *free -= 1;
        Slot
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        // A test that panics gives back as well.
        let mut free = FREE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *free += 1;
        GIVEN_BACK.notify_one();
    }
}

/// Waits for a slot, unless this test has had one. Threads that a test starts need none: they have no
/// name.
pub(crate) fn begin() {
    if thread::current().name().is_none() {
        return;
    }
    OWN.with_borrow_mut(|own| {
        if matches!(own, Own::None) {
            *own = Own::Held(Slot::wait());
        }
    });
}

/// Lets another test begin: this one is about to wait for long.
pub(crate) fn let_others_in() {
    OWN.with_borrow_mut(|own| {
        if matches!(own, Own::Held(_)) {
            *own = Own::GivenBack;
        }
    });
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc::channel, thread};

    use super::*;

    #[test]
    fn a_test_begins_when_another_ends_or_waits() {
        let cores = *FREE.lock().unwrap();
        let (wait, is_told) = channel::<()>();
        let held: Vec<_> = (0..cores)
            .map(|nth| {
                let (go, going) = channel::<()>();
                let test = move || {
                    begin();
                    begin();
                    let_others_in_when(going.recv().is_ok());
                };
                let test = thread::Builder::new().name(format!("test {nth}")).spawn(test).unwrap();
                (go, test)
            })
            .collect();
        while *FREE.lock().unwrap() > 0 {
            thread::yield_now();
        }
        let late = move || {
            begin();
            wait.send(()).unwrap();
        };
        let late = thread::Builder::new().name("late".to_owned()).spawn(late).unwrap();
        assert!(is_told.try_recv().is_err(), "no slot is free");
        for (nth, (go, test)) in held.into_iter().enumerate() {
            // The first waits, the others end.
            if nth == 0 {
                go.send(()).unwrap()
            } else {
                drop(go)
            }
            test.join().unwrap();
        }
        is_told.recv().unwrap();
        late.join().unwrap();
        assert_eq!(*FREE.lock().unwrap(), cores);
    }

    fn let_others_in_when(waits: bool) {
        if waits {
            let_others_in();
        }
    }
}
