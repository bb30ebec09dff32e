// What lies over the page.

/** A dialog or a menu is open: keys of the page below do nothing. */
export const isCovered = () => document.querySelector('[role="dialog"], [role="menu"]') !== null;
