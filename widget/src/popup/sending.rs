//! Delivery of the open popup's response. `delivery` decides when it is due.

use std::rc::Rc;

use domain::{Instant, ResponseId};

use super::{Popup, each};
use crate::{
    clock,
    delivery::{
        hold::{Moment, due_in_ms},
        queue::Body,
        send,
    },
    property::set,
    response_json,
};

pub(super) fn renew(old: ResponseId, new: ResponseId) {
    each(&|popup| {
        if let Some(held) = popup.held.borrow_mut().as_mut() {
            held.renew(old, new);
        }
    });
}

impl Popup {
    pub(super) fn send_when_due(self: &Rc<Self>) {
        let now_ms = clock::visitor_now().unix_ms();
        let due_ms = due_in_ms(self.tapped_at_ms.get(), self.typed_at_ms.get(), now_ms);
        if due_ms > 0 {
            self.after(i32::try_from(due_ms).unwrap_or_default(), Popup::send_when_due);
        } else {
            self.send_at(Moment::WaitOver);
        }
    }

    pub(super) fn send_at(&self, moment: Moment) {
        if let Some(body) = self.body_at(moment) {
            send::deliver(&self.options.address, &self.options.page, body);
        }
    }

    pub(super) fn body_at(&self, moment: Moment) -> Option<Body> {
        let (json, is_tried) = {
            let mut held = self.held.borrow_mut();
            let state = held.as_mut()?.at(moment)?;
            (response_json::write(&self.options.asked, state.response), state.is_tried)
        };
        // What was sent can't be taken back. The button keeps its room, unseen, and is no stop of the
        // keyboard any more.
        self.host.mark("data-sent", "true");
        if let Some(change) = self.host.find("#change") {
            set(&change, "tabIndex", &(-1).into());
        }
        let tapped_at = Instant::from_unix_ms(self.tapped_at_ms.get());
        Body::new(&json, &self.options.address.base, tapped_at, is_tried)
    }
}
