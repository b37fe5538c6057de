//! Limits the tests that compute at the same time to the number of cores. A test that waits for
//! long lets another begin.
//!
//! In: the moment at which a test may begin. Not in: the number of running tests, which the test
//! program sets (`RUST_TEST_THREADS`, twice the cores in `cargo xtask test`).
//!
//! A test that has let another begin goes on beside it after its wait. So for a while, twice as
//! many tests may compute, but never more, because there are no more threads.
//!
//! The reason: a test that proves that nothing happens sleeps for most of its time. With one thread
//! for each core, the cores would be idle during that time. With more threads and no limit, tests
//! that compute would slow each other down.

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
    /// The slot of the test that runs on this thread. Both end with the thread.
    static OWN: RefCell<Own> = const { RefCell::new(Own::None) };
}

enum Own {
    /// The test has not begun.
    None,
    /// The test has a slot. Dropping the slot gives it back.
    Held(Slot),
    /// The test has given its slot back during a wait, and goes on without one.
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
        // A test that panics gives its slot back, too.
        let mut free = FREE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *free += 1;
        GIVEN_BACK.notify_one();
    }
}

/// Waits for a slot, unless this test has had one. Threads that a test starts don't need one; they
/// are recognized by having no name.
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

/// Lets another test begin, because this one is about to wait for long.
pub(crate) fn let_others_in() {
    OWN.with_borrow_mut(|own| {
        if matches!(own, Own::Held(_)) {
            *own = Own::GivenBack;
        }
    });
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc::channel, thread, time::Duration};

    use super::*;

    /// Runs a test's body on a thread with a name, as a test program does.
    fn run(body: impl FnOnce() + Send + 'static) -> thread::JoinHandle<()> {
        thread::Builder::new().name("a test".to_owned()).spawn(body).unwrap()
    }

    #[test]
    fn a_test_begins_when_another_waits_or_ends() {
        let cores = *FREE.lock().unwrap();
        let (begun, has_begun) = channel::<()>();
        let held: Vec<_> = (0..cores)
            .map(|_| {
                let (go, going) = channel::<()>();
                let begun = begun.clone();
                let test = run(move || {
                    begin();
                    begin();
                    begun.send(()).unwrap();
                    while going.recv().is_ok() {
                        let_others_in();
                        begun.send(()).unwrap();
                    }
                });
                has_begun.recv().unwrap();
                (go, test)
            })
            .collect();
        assert_eq!(*FREE.lock().unwrap(), 0);

        let (late, is_late) = channel::<()>();
        let after_a_wait = late.clone();
        let second = run(move || {
            begin();
            after_a_wait.send(()).unwrap();
        });
        assert!(is_late.recv_timeout(Duration::from_millis(50)).is_err(), "no slot is free");
        // The first test waits, and has not ended.
        held[0].0.send(()).unwrap();
        is_late.recv().unwrap();
        second.join().unwrap();

        for (go, test) in held {
            drop(go);
            test.join().unwrap();
        }
        assert_eq!(*FREE.lock().unwrap(), cores);
    }
}
