//! Tells other tabs of the browser that the workspace changed, and hears it from them.

use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};

/// Name of the channel.
const CHANNEL: &str = "evenkeel-workspace";

/// The way to the other tabs; silent where the browser has no such channel.
#[derive(Debug, Default)]
pub struct OtherTabs {
    channel: Option<BroadcastChannel>,
}

impl OtherTabs {
    /// Calls `changed` whenever another tab tells of a change, for as long as the page is open.
    pub fn open(changed: impl Fn() + 'static) -> Self {
        let Ok(channel) = BroadcastChannel::new(CHANNEL) else { return Self::default() };
        let hears = Closure::<dyn FnMut(MessageEvent)>::new(move |_: MessageEvent| changed());
        channel.set_onmessage(Some(hears.as_ref().unchecked_ref()));
        hears.forget();
        Self { channel: Some(channel) }
    }

    /// Tells that this tab changed the workspace. The message says nothing more: who hears it reads anew.
    pub fn tell(&self) {
        if let Some(channel) = &self.channel {
            let _ = channel.post_message(&JsValue::TRUE);
        }
    }
}
