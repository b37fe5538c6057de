//! The allocator of the WASM build: a free list of about 600 bytes of code. The standard library's
//! own (dlmalloc) weighs 1.9 KB more after compression; a popup makes only a few thousand small
//! allocations in its life, so the slower search isn't noticed.

use lol_alloc::{AssumeSingleThreaded, FreeListAllocator};

#[global_allocator]
#[expect(unsafe_code, reason = "an allocator of one thread says so itself, unchecked")]
// SAFETY: the widget's WASM has one thread: no shared memory, no workers.
static ALLOCATOR: AssumeSingleThreaded<FreeListAllocator> =
    unsafe { AssumeSingleThreaded::new(FreeListAllocator::new()) };
