// The words of the frame: rail, ribbon, top bar, stamps, copying.

export const frame = {
  app: "Linkdesk",
  skip: "Skip to content",
  links: "Links",
  settings: "Settings",
  close: "Close",
  back: "Back",
  asOf: (time: string) => `as of ${time} IST`,
  withAge: (stamp: string, age: string) => `${stamp}, ${age} old`,
  copied: "Copied",
  notCopied: "It could not be copied",
} as const;
