//! Bodies that come piece by piece: the code that sends the reply asks for one piece after the
//! other.

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
    /// Returns the next piece, never empty; `None` at the end.
    ///
    /// # Errors
    /// The store's own error. Then the sender must break the body off: a body can't say what is
    /// missing.
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
