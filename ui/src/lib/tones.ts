/** The tones a pill, a note or an icon can have. Each is an ink and its soft ground in tokens.css. */
export type Tone =
  "sent" | "opened" | "paying" | "part" | "paid" | "off" | "expired" | "unknown" | "refused" | "accent";
