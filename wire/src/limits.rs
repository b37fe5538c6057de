//! Every limit that a peer can exceed, with its reason.

/// The largest body of a response, in bytes. A comment has at most 2,000 characters. The characters
/// of every script in use take 3 bytes at most, together 6,000, and the other fields stay below
/// 1,500. Only 2,000 characters outside Unicode's basic plane would take 8,000.
pub const RESPONSE_MAX_BYTES: usize = 8 * 1024;

/// The largest body of an owner's request, in bytes: a survey with texts in 20 languages takes
/// about 20 KB.
pub const DEFINITION_MAX_BYTES: usize = 64 * 1024;

/// The largest body of `POST /v1/session`, in bytes: a secret on Cloudflare has 5 KB at most.
pub const SESSION_MAX_BYTES: usize = 8 * 1024;

/// The longest comment, in characters (Unicode scalar values).
pub const COMMENT_MAX_CHARS: usize = 2_000;

/// The longest touchpoint and the longest value of an attribute: in bytes of UTF-8 when it arrives,
/// in bytes of JSON when it is stored (`dimension.rs`).
///
/// Dimensions are stored in a key's metadata, which holds 1,024 bytes: 40 for score, version and
/// flags, 6 for the wording, 35 for the language, 7 for the device, 6 for the source, 120 for the
/// page, 64 for the touchpoint, 5 × (24 + 64 + 6) for attributes, 3 × 12 + 2 for reasons, and 49 for
/// punctuation make 835. Ratings, which stand in place of the score, take 10 and their punctuation.
/// The rest is left for further fields of responses.
pub const LABEL_MAX_BYTES: usize = 64;

/// The longest page that is stored, in bytes of JSON, its hash included. A longer one is cut and
/// never refused, because a visitor can't change the length of an address. See [`LABEL_MAX_BYTES`]
/// for the sum.
pub const PAGE_MAX_BYTES: usize = 120;

/// The longest page that an earlier release stored, in bytes: a backup may contain it.
pub const PAGE_KEPT_MAX_BYTES: usize = 200;

/// The longest name of an attribute, in bytes.
pub const ATTRIBUTE_NAME_MAX_BYTES: usize = 24;

/// The most attributes on one response.
pub const ATTRIBUTES_MAX: usize = 5;

/// The longest language tag, in bytes (RFC 5646 §4.4.1 names 35 as enough).
pub const LANG_MAX_BYTES: usize = 35;

/// The longest name by which a page identifies a visitor, in bytes.
pub const RESPONDENT_MAX_BYTES: usize = 256;

/// Greatest age of an id when it arrives. The visitor's queue keeps a response for 7 days; one more
/// day covers the last retry.
pub const ID_MAX_AGE_MS: i64 = 8 * 24 * 60 * 60 * 1_000;

/// Longest time by which an id may be ahead of the collector's clock.
pub const ID_MAX_AHEAD_MS: i64 = 5 * 60 * 1_000;

/// The longest text by which an owner may replace a built-in one, in characters.
pub const TEXT_MAX_CHARS: usize = 300;

/// The longest origin, in bytes: a host name has 253 at most, with scheme and port 267.
pub const ORIGIN_MAX_BYTES: usize = 267;

/// The most surveys of a site, deleted ones included: each live one adds some 50 bytes to the script
/// that every page view loads.
pub const SURVEYS_MAX: usize = 100;

/// The most keys of a site: enough for everybody who reads, and for rotation.
pub const KEYS_MAX: usize = 100;

/// The most items on a page of a list: as many values as KV reads in one operation.
pub const PAGE_MAX_ITEMS: usize = 100;

/// Number of items on a page if the request doesn't set it.
pub const PAGE_ITEMS: usize = 20;

/// The most origins, display rules of one type or languages that an owner may list.
pub const LIST_MAX: usize = 50;

/// The longest address of a webhook, in bytes: those of chat services take some 100.
pub const WEBHOOK_URL_MAX_BYTES: usize = 1_024;

/// The most webhooks of a site. Each one costs every matching response a write.
pub const WEBHOOKS_MAX: usize = 10;

/// The most pieces of a summary's series: 41 days by the hour, more than 2 years by the day.
pub const SERIES_POINTS_MAX: usize = 1_000;

/// The most values of a dimension that a summary names; all others form one group.
pub const VALUES_NAMED_MAX: usize = 100;

/// The largest body of a restore, in bytes. It leaves 5 KB for each of [`RESTORE_MAX_LINES`], more
/// than half of the longest response.
pub const RESTORE_MAX_BYTES: usize = 1024 * 1024;

/// The most lines that are restored at once. A response takes up to three writes (its `who:` key, a
/// dirty mark, itself) and an invocation has 1,000 operations on the free plan.
pub const RESTORE_MAX_LINES: usize = 200;

/// The longest label of a button under the thanks, in characters: more would not fit a phone.
pub const BUTTON_MAX_CHARS: usize = 40;

/// The longest link that an owner may give, in bytes: those of review sites take some 200.
pub const URL_MAX_BYTES: usize = 500;

/// The longest id of a reason, in bytes: three of them stand in a key's metadata
/// ([`LABEL_MAX_BYTES`] has the sum).
pub const REASON_ID_MAX_BYTES: usize = 12;

/// The most reasons in a group's list: more are not read before one is picked.
pub const REASONS_MAX: usize = 8;

/// The most reasons that one response picks: who picks all of them has said nothing.
pub const REASONS_PICKED_MAX: usize = 3;

/// The longest label of a rated attribute, in characters: more would not fit beside its scale.
pub const RATED_LABEL_MAX_CHARS: usize = 40;

/// The longest label of a reason, in characters: more would not fit a phone.
pub const REASON_LABEL_MAX_CHARS: usize = 40;

/// The longest list of font families, in characters.
pub const FONT_MAX_CHARS: usize = 120;

/// The longest selector of the element that an inline survey stands in, in characters.
pub const SELECTOR_MAX_CHARS: usize = 200;
