// What a link's page offers to the palette. What moves money only gets its dialog opened.

import type { PageCommand } from "$state/pageCommands.svelte";
import { announce } from "$state/announcements.svelte";
import { commands, type LinkOperationKind, type LinkView } from "$lib/ipc";
import { actionReasons, actionWords, labels } from "$lib/messages/link";
import { actionIcons, actionOrder } from "$status/statusStyle";

async function copy(url: string) {
  const { status } = await commands.copyText(url);
  announce(status === "ok" ? labels.copied : labels.notCopied);
}

export function pageCommands(link: LinkView, onact: (kind: LinkOperationKind) => void): PageCommand[] {
  const place = (kind: LinkOperationKind) => actionOrder.indexOf(kind);
  const commands: PageCommand[] = link.actions
    .toSorted((a, b) => place(a.kind) - place(b.kind))
    .map(({ kind, allowed, reason }) => ({
      id: kind,
      icon: actionIcons[kind],
      words: actionWords[kind],
      off: allowed ? null : actionReasons[reason ?? "not_understood"],
      run: () => {
        onact(kind);
      },
    }));
  const { url } = link;
  return url
    ? [...commands, { id: "copy", icon: "copy", words: labels.copyLink, run: () => void copy(url) }]
    : commands;
}
