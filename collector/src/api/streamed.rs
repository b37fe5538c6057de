//! Bodies that come piece by piece: whoever sends the reply asks for one after the other.

use crate::{
    backup::Backup,
    responses::export::Export,
    runtime::Runtime,
    store::{Store, context::Context, error::Error},
};

/// A body that is being made. Plain data: it borrows nothing of the request that asked for it.
#[derive(Debug)]
pub enum Streamed {
    /// Responses of a survey.
    Export(Box<Export>),
    /// All of a site.
    Backup(Box<Backup>),
}

impl Streamed {
    /// The next piece, never empty; `None` at the end.
    ///
    /// # Errors
    /// The store's own error. The body must then be broken off, for what is missing could not be told.
    pub async fn next<S: Store, R: Runtime>(
        &mut self,
        context: &Context<'_, S, R>,
    ) -> Result<Option<String>, Error> {
        loop {
            let piece = match self {
                Streamed::Export(export) => export.next(context).await?,
                Streamed::Backup(backup) => backup.next(context).await?,
            };
            if piece.as_deref() != Some("") {
                return Ok(piece);
            }
        }
    }
}
