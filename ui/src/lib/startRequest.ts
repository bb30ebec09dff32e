// The start view, asked for before anything else of the page is set up.

import { startAnswer } from "./ipc";

export const startRequest = startAnswer();
