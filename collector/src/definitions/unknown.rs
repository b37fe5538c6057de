//! Unknown names: an isolate remembers and counts them, and in a flood stops looking them up.
//!
//! Anybody can ask for the scripts of sites that don't exist, one after the other. KV counts each
//! look-up as a read, and the free plan has 100,000 a day. Therefore:
//!
//! - An isolate remembers for [`UNKNOWN_TTL_MS`] that a name is unknown.
//! - An address that has looked up too many unknown names gets answers from memory alone for a
//!   minute ([`super::searchers`]). Sites that other visitors ask for are in memory, so it still gets
//!   these.
//! - If an isolate looks up [`MISSES_MAX`] unknown names or more within a minute, from whatever
//!   address, it lists all names of the sort once in [`REGISTER_TTL_MS`], and looks up only those on
//!   the list.
//!
//! The isolate refuses a name that is not on the list, or not in memory, as too many requests (429)
//! and not as unknown: so the widget keeps its response. An owner's key that is on its site's list
//! always passes.

use std::{collections::BTreeSet, rc::Rc};

use crate::store::{
    Store,
    cache::{DEFINITION_TTL_MS, Name, Register},
    context::Context,
    error::Error,
    keys::{Key, Prefix, listed_key_of_any_site, listed_owner_key, listed_site, listed_survey},
    lists,
};

use domain::MINUTE_MS;

/// Time for which an isolate remembers that a name is unknown, in milliseconds: as long as it
/// remembers a known one.
pub const UNKNOWN_TTL_MS: i64 = DEFINITION_TTL_MS;

/// Most unknown names that an isolate looks up in a minute before it lists all names: 60 in each
/// minute of a day are 86,400 reads.
pub const MISSES_MAX: u32 = 60;

/// Time for which an isolate uses a list of all names, in milliseconds. While a flood goes on, that
/// is 144 lists a day, of the free plan's 1,000.
pub const REGISTER_TTL_MS: i64 = 10 * MINUTE_MS;

/// Looks a name up. Returns `None` if it is unknown, and does not look it up if the isolate
/// remembers that.
///
/// # Errors
/// [`Error::RateLimited`] in a flood, for a name that is not on the list; or the store's own error.
pub async fn look_up<S: Store, R>(
    context: &Context<'_, S, R>,
    name: Name,
    register: &Register,
    key: &Key,
) -> Result<Option<String>, Error> {
    if !may_be_there(context, &name, register).await? {
        return Ok(None);
    }
    let found = context.store.get(key).await?;
    if found.is_none() {
        context.cache.unknown.put(name, (), context.now);
        context.cache.misses.add(context.now);
    }
    Ok(found)
}

/// False for a name that was looked up in vain a moment ago.
///
/// # Errors
/// As [`look_up`].
pub async fn may_be_there<S: Store, R>(
    context: &Context<'_, S, R>,
    name: &Name,
    register: &Register,
) -> Result<bool, Error> {
    if is_remembered(context, name) {
        return Ok(false);
    }
    if !context.cache.misses.are(MISSES_MAX, context.now)
        || all(context, register).await?.contains(name)
    {
        return Ok(true);
    }
    // The flood goes on.
    context.cache.misses.add(context.now);
    Err(Error::RateLimited)
}

/// True for a name that was looked up in vain a moment ago.
pub(super) fn is_remembered<S, R>(context: &Context<'_, S, R>, name: &Name) -> bool {
    context.cache.unknown.fresh(name, context.now, UNKNOWN_TTL_MS).is_some()
}

async fn all<S: Store, R>(
    context: &Context<'_, S, R>,
    register: &Register,
) -> Result<Rc<BTreeSet<Name>>, Error> {
    let registers = &context.cache.registers;
    if let Some(names) = registers.fresh(register, context.now, REGISTER_TTL_MS) {
        return Ok(names);
    }
    let store = context.store;
    let names: BTreeSet<Name> = match register {
        Register::Sites => {
            let parse = |name: &str| listed_site(name).map(Name::Site);
            lists::names(store, &Prefix::all_sites(), parse).await?
        }
        Register::Surveys(site) => {
            let of_site = |survey| Name::Survey(site.clone(), survey);
            let parse = |name: &str| listed_survey(site, name).map(of_site);
            lists::names(store, &Prefix::surveys(site), parse).await?
        }
        Register::Keys(site) => {
            let parse = |name: &str| listed_owner_key(name).map(Name::Key);
            lists::names(store, &Prefix::owner_keys_of(site), parse).await?
        }
        Register::AllKeys => {
            let parse = |name: &str| listed_key_of_any_site(name).map(Name::Key);
            lists::names(store, &Prefix::all_owner_keys(), parse).await?
        }
    };
    Ok(registers.put(register.clone(), names, context.now))
}

/// Notes that a name exists from now on.
pub fn made<S, R>(context: &Context<'_, S, R>, name: &Name, register: &Register) {
    context.cache.unknown.forget(name);
    context.cache.registers.forget(register);
    if matches!(name, Name::Key(_)) {
        context.cache.registers.forget(&Register::AllKeys);
    }
}
