//! Names that are not there: remembered, counted, and in a flood not looked up any more.
//!
//! Anybody can ask for the script of a site that nobody has made, and for one after the other. KV
//! counts each as a read, and the free plan has 100,000 a day. So
//!
//! - an isolate remembers for [`UNKNOWN_TTL_MS`] that a name is not there,
//! - an address that has looked up too many of them ([`Limit::Unknown`]) is refused from memory for
//!   a minute: sites that are asked for by others are there all the same,
//! - in an isolate with more than [`MISSES_MAX`] a minute, whoever sends them, all names of the
//!   sort are listed once in [`REGISTER_TTL_MS`], and only those are looked up that are on the
//!   list.
//!
//! A name that is not on it, or not in memory, is refused as too much (429) rather than unknown:
//! the widget keeps its response then. An owner's key that is on its site's list always passes.

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

/// Time for which it is remembered that a name is not there, in milliseconds: as long as that it
/// is.
pub const UNKNOWN_TTL_MS: i64 = DEFINITION_TTL_MS;

/// Most names that an isolate looks up in vain in a minute before it asks for all of them: 60 in
/// each minute of a day are 86,400 reads.
pub const MISSES_MAX: u32 = 60;

/// Time for which the list of all names is used, in milliseconds: 144 lists a day, of the free
/// plan's 1,000, while a flood goes on.
pub const REGISTER_TTL_MS: i64 = 10 * MINUTE_MS;

/// Looks a name up, unless it is known not to be there: `None` then, as when it is not.
///
/// # Errors
/// [`Error::RateLimited`] in a flood, for what is not on the list; or that of the store.
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
    let names: BTreeSet<Name> = match register {
        Register::Sites => {
            let sites = lists::names(context, &Prefix::all_sites(), listed_site).await?;
            sites.into_iter().map(Name::Site).collect()
        }
        Register::Surveys(site) => {
            let surveys =
                lists::names(context, &Prefix::surveys(site), |name| listed_survey(site, name))
                    .await?
                    .into_iter();
            surveys.map(|survey| Name::Survey(site.clone(), survey)).collect()
        }
        Register::Keys(site) => {
            lists::names(context, &Prefix::owner_keys_of(site), listed_owner_key)
                .await?
                .into_iter()
                .map(Name::Key)
                .collect()
        }
        Register::AllKeys => {
            let keys = Prefix::all_owner_keys();
            let keys = lists::names(context, &keys, listed_key_of_any_site).await?;
            keys.into_iter().map(Name::Key).collect()
        }
    };
    Ok(registers.put(register.clone(), names, context.now))
}

/// Notes that a name is there from now on.
pub fn made<S, R>(context: &Context<'_, S, R>, name: &Name, register: &Register) {
    context.cache.unknown.forget(name);
    context.cache.registers.forget(register);
    if matches!(name, Name::Key(_)) {
        context.cache.registers.forget(&Register::AllKeys);
    }
}
