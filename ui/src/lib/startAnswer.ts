// How things stand, asked before anything else of the page is set up.

import { startAnswer } from "./ipc";

export const asked = startAnswer();
