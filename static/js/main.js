// The one module every page loads; each part looks for its own marks in the page.
import { startAnnouncing } from "./announce.js";
import { startConfirm } from "./confirm.js";
import { startCrumbs } from "./crumbs.js";
import { startDrafts } from "./drafts.js";
import { startForms } from "./forms.js";
import { startKeys } from "./keys.js";
import { startMenus } from "./menus.js";
import { startPickers } from "./pickers.js";
import { startSelection } from "./selection.js";
import { startTimeline } from "./timeline.js";
import { startSession } from "./session.js";
import { startToasts } from "./toasts.js";
import { startWorklist } from "./worklist.js";

startKeys();
startToasts();
startAnnouncing();
startConfirm();
startCrumbs();
startDrafts();
startForms();
startMenus();
startPickers();
startSelection();
startSession();
startTimeline();
startWorklist();
