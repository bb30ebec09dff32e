// The words of the steps that a change has come through.

import type { Step } from "$lib/ipc";

export const en = {
  title: "Steps",
  zone: "IST",
  onYourWord: "On your word",
  request: "Request",
  what: {
    prepared: "Prepared",
    confirmed: "Confirmed",
    held: "Held",
    sending: "Sent",
    waiting: "Asked to wait",
    again: "Asked for once more",
    accepted: "Accepted",
    done: "Done",
    refused: "Refused",
    checking: "No certain answer",
    undone: "Taken back",
    not_sent: "Not sent",
    needs_you: "Needs you",
  } satisfies Record<Step, string>,
  tried: "Tried to send",
  means: {
    prepared: "Written down before anything was sent",
    // A step is written down before what it is about to do: nothing was read yet.
    confirmed: "About to be read once more",
    held: "It could be taken back",
    waiting: "Pine Labs did nothing yet; it is sent again by itself",
    again: "Looked up and read again before it leaves",
    checking: "Looked up until it is known",
    undone: "Nothing was sent",
  } satisfies Partial<Record<Step, string>>,
  holdOver: "The hold is over: about to be read once more",
  /** `seconds` with one decimal. */
  answeredAfter: (seconds: string) => `${seconds} s after it was sent`,
};
