// What is wrong with the files and the clock of this computer. A notice that was dismissed stays away until its cause is over.

import type { NoticeCode, NoticeView } from "$lib/ipc";
import { serverIsAhead } from "$lib/now";

export class Notices {
  list = $state.raw<NoticeView[]>([]);
  /** False: the settings file is left alone, and what is connected now is forgotten when the program ends. */
  settingsKept = $state(true);

  #dismissed: NoticeCode[] = [];

  /** Takes all notices that hold now. */
  set(notices: NoticeView[]): void {
    this.settingsKept = notices.every(({ code }) => code !== "settings_unread");
    serverIsAhead(notices.find(({ offBy }) => offBy !== null)?.offBy ?? 0);
    this.#dismissed = this.#dismissed.filter((code) => notices.some((notice) => notice.code === code));
    this.list = notices.filter(({ code }) => !this.#dismissed.includes(code));
  }

  dismiss(notice: NoticeView): void {
    this.#dismissed = [...this.#dismissed, notice.code];
    this.list = this.list.filter((other) => other !== notice);
  }
}
