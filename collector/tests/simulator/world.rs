//! The virtual clock and the tasks that wait for it.

use std::{
    cell::{Cell, RefCell},
    cmp::Reverse,
    collections::BinaryHeap,
    future::Future,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

use collector::testing::faulty;
use domain::Instant;

use crate::dice::Dice;

type Task = Pin<Box<dyn Future<Output = ()>>>;

/// The time, the die, and who wakes when. A clone is the same world.
#[derive(Clone)]
pub(crate) struct World(Rc<Inner>);

struct Inner {
    now_ms: Cell<i64>,
    dice: Dice,
    tasks: RefCell<Vec<Option<Task>>>,
    /// Time, order of asking, task: the earliest is on top.
    wakes: RefCell<BinaryHeap<Reverse<(i64, u64, usize)>>>,
    n_wakes: Cell<u64>,
    current: Cell<usize>,
}

impl World {
    pub(crate) fn new(seed: u64, now: Instant) -> World {
        World(Rc::new(Inner {
            now_ms: Cell::new(now.unix_ms()),
            dice: Dice::new(seed),
            tasks: RefCell::default(),
            wakes: RefCell::default(),
            n_wakes: Cell::new(0),
            current: Cell::new(0),
        }))
    }

    pub(crate) fn now(&self) -> Instant {
        Instant::from_unix_ms(self.0.now_ms.get())
    }

    pub(crate) fn dice(&self) -> &Dice {
        &self.0.dice
    }

    /// Starts a task at that time.
    pub(crate) fn spawn_at(&self, at: Instant, task: impl Future<Output = ()> + 'static) {
        let mut tasks = self.0.tasks.borrow_mut();
        tasks.push(Some(Box::pin(task)));
        self.wake(at.unix_ms(), tasks.len() - 1);
    }

    /// Starts a task now.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        self.spawn_at(self.now(), task);
    }

    /// Runs until nobody waits any more.
    pub(crate) fn run(&self) {
        let mut context = Context::from_waker(Waker::noop());
        loop {
            let Some(Reverse((at_ms, _, id))) = self.0.wakes.borrow_mut().pop() else { break };
            self.0.now_ms.set(self.0.now_ms.get().max(at_ms));
            let Some(mut task) = self.0.tasks.borrow_mut()[id].take() else { continue };
            self.0.current.set(id);
            if task.as_mut().poll(&mut context).is_pending() {
                self.0.tasks.borrow_mut()[id] = Some(task);
            }
        }
    }

    /// Runs one future to its end, with all that goes on beside it.
    pub(crate) fn block_on<T: 'static>(&self, future: impl Future<Output = T> + 'static) -> T {
        let slot = Rc::new(RefCell::new(None));
        let filled = Rc::clone(&slot);
        self.spawn(async move {
            let value = future.await;
            filled.replace(Some(value));
        });
        self.run();
        slot.take().expect("a task waits for nothing")
    }

    pub(crate) fn pass(&self, ms: i64) {
        self.0.now_ms.set(self.0.now_ms.get() + ms);
    }

    pub(crate) fn until(&self, at: Instant) -> Until {
        Until { world: self.clone(), at_ms: at.unix_ms(), is_asked: false }
    }

    pub(crate) fn after_ms(&self, ms: u64) -> Until {
        self.until(self.now().plus_ms(i64::try_from(ms).unwrap()))
    }

    /// A place for a value that another task brings.
    pub(crate) fn slot<T>(&self) -> Slot<T> {
        Slot { world: self.clone(), value: Rc::default(), waits: Rc::new(Cell::new(None)) }
    }

    fn wake(&self, at_ms: i64, id: usize) {
        let order = self.0.n_wakes.get();
        self.0.n_wakes.set(order + 1);
        self.0.wakes.borrow_mut().push(Reverse((at_ms, order, id)));
    }
}

impl faulty::World for World {
    fn now(&self) -> Instant {
        World::now(self)
    }

    fn below(&self, end: u64) -> u64 {
        self.dice().below(end)
    }

    fn pause(&self, ms: u64) -> impl Future<Output = ()> {
        self.after_ms(ms)
    }
}

/// Ready at its time.
pub(crate) struct Until {
    world: World,
    at_ms: i64,
    is_asked: bool,
}

impl Future for Until {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        // Always once around, so that others may come between any two steps.
        if self.is_asked && self.world.now().unix_ms() >= self.at_ms {
            return Poll::Ready(());
        }
        if !self.is_asked {
            self.is_asked = true;
            self.world.wake(self.at_ms, self.world.0.current.get());
        }
        Poll::Pending
    }
}

/// A value that comes from another task, or not in time.
pub(crate) struct Slot<T> {
    world: World,
    value: Rc<RefCell<Option<T>>>,
    waits: Rc<Cell<Option<usize>>>,
}

impl<T> Clone for Slot<T> {
    fn clone(&self) -> Slot<T> {
        Slot {
            world: self.world.clone(),
            value: Rc::clone(&self.value),
            waits: Rc::clone(&self.waits),
        }
    }
}

impl<T> Slot<T> {
    /// Brings the value; a second one changes nothing.
    pub(crate) fn fill(&self, value: T) {
        self.value.borrow_mut().get_or_insert(value);
        if let Some(id) = self.waits.get() {
            self.world.wake(self.world.now().unix_ms(), id);
        }
    }

    /// The value, or `None` when it doesn't come within that time.
    pub(crate) async fn within_ms(&self, ms: u64) -> Option<T> {
        let mut deadline = self.world.after_ms(ms);
        self.waits.set(Some(self.world.0.current.get()));
        std::future::poll_fn(|context| {
            if let Some(value) = self.value.borrow_mut().take() {
                return Poll::Ready(Some(value));
            }
            Pin::new(&mut deadline).poll(context).map(|()| None)
        })
        .await
    }
}

/// Runs a future that may die between any two steps: `None` then.
pub(crate) async fn mortal<T>(
    world: &World,
    of_1000: u64,
    future: impl Future<Output = T>,
) -> Option<T> {
    let mut future = Box::pin(future);
    std::future::poll_fn(move |context| match future.as_mut().poll(context) {
        Poll::Ready(value) => Poll::Ready(Some(value)),
        Poll::Pending if world.dice().happens(of_1000) => Poll::Ready(None),
        Poll::Pending => Poll::Pending,
    })
    .await
}
