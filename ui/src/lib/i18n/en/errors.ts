// What an error means in a shopkeeper's words: what happened, what is known about the money, what to do now.
//
// `host` is the server that was asked, null for Pine Labs' own. `connecting` is whether keys were being tried, which are kept nowhere yet.

import type { ErrorCause, ErrorCode, FieldFault } from "$lib/ipc";

type Keychain = Extract<ErrorCode, `keychain_${string}`>;
type ProxyCause = Extract<ErrorCause, `proxy_${string}`>;

/** Causes that a proxy is named in, which have words of their own. */
type OtherCause = Exclude<ErrorCause, ProxyCause>;

const server = (host: string | null) => host ?? "Pine Labs’ server";

const proxy = (place: string | null) => (place === null ? "A proxy on the way" : `The proxy ${place}`);

export const en = {
  /** Each code where there is no more to tell of it. */
  plain: {
    credentials_refused: "Pine Labs refused these credentials.",
    signed_out: "Pine Labs no longer takes these credentials.",
    secret_missing: "The secret is not at hand. Paste it again.",
    keychain_no_bus: "This session has no message bus to reach a keychain by.",
    keychain_missing: "No system keychain was found.",
    keychain_locked: "The system keychain is locked.",
    keychain_refused: "The system keychain refused.",
    keychain_broke_off: "The system keychain ended in the middle.",
    keychain_slow: "The system keychain does not answer.",
    keychain_failed: "The system keychain failed.",
    dns: "The name of Pine Labs’ server was not found.",
    connection_refused: "Pine Labs’ server did not take the connection.",
    tls: "No secure connection to Pine Labs could be made. Check this computer’s clock, and whether the network is your own.",
    proxy:
      "A proxy on the way let nothing through to Pine Labs: it does not allow it, or does not reach it. Ask whoever runs this network.",
    timeout: "Pine Labs did not answer in time.",
    interrupted: "The answer of Pine Labs broke off.",
    portal: "A web page came instead of an answer. This network may want you to sign in first.",
    rate_limited: "Pine Labs asks to wait a little before the next question.",
    not_found: "Pine Labs does not know this. It may belong to another shop, or to the other environment.",
    not_an_id: "That cannot be a link, reference or order id.",
    unknown_url: "This link address was not opened on this computer before.",
    refused: "Pine Labs refused.",
    unreadable: "Pine Labs’ answer could not be understood.",
    server: "Pine Labs has trouble at its end.",
    not_allowed: "This cannot be done with the link as it is now.",
    invalid_fields: "Pine Labs would not take this.",
    reference_used: "This reference was used before.",
    already_open: "Another change of this payment is under way.",
    bad_request: "Linkdesk could not ask this.",
    storage: "Linkdesk could not write to its folder. Look for a full disk or missing rights.",
    desktop: "This computer did not do it.",
  } satisfies Record<ErrorCode, string>,
  secretOf: (account: string) => `The secret of ${account} is not at hand. Paste it again.`,
  referenceHasLink: "This reference already has a link.",
  /** A wait that is too long to be kept by itself. */
  waitMinutes: (count: number) =>
    count === 1
      ? "Pine Labs asks to wait for 1 minute before the next question."
      : `Pine Labs asks to wait for ${String(count)} minutes before the next question.`,
  waitHours: (count: number) =>
    count === 1
      ? "Pine Labs asks to wait for 1 hour before the next question."
      : `Pine Labs asks to wait for ${String(count)} hours before the next question.`,
  waitDays: (count: number) =>
    count === 1
      ? "Pine Labs asks to wait for 1 day before the next question."
      : `Pine Labs asks to wait for ${String(count)} days before the next question.`,
  waitAYear: "Pine Labs asks to wait for a year or more before the next question.",
  proxies: {
    proxy_wants_sign_in: (place) =>
      `${proxy(place)} asks for a name and a password. Ask whoever runs this network.`,
    proxy_refused: (place) =>
      `${proxy(place)} let nothing through to Pine Labs: it does not allow it, or does not reach it. Ask whoever runs this network.`,
    proxy_unreachable: (place) =>
      `${proxy(place)} could not be reached. This computer is told to use it (HTTPS_PROXY): it may be off, or belong to another network.`,
    proxy_hung_up: (place) => `${proxy(place)} hung up before the way to Pine Labs was open.`,
    proxy_silent: (place) => `${proxy(place)} opened no way to Pine Labs in time.`,
    proxy_socks: (place) =>
      `${proxy(place)} is a SOCKS proxy, which Linkdesk cannot use. Ask whoever runs this network for an HTTP proxy.`,
  } satisfies Record<ProxyCause, (place: string | null) => string>,
  /** `of`: the account, the address or the folder that it is about; empty where that is not known. */
  causes: {
    address_not_an_address: () => "This address cannot be used: this is not a web address.",
    address_not_secure: () =>
      "This address cannot be used: plain http is for this computer only (localhost, 127.0.0.1 or [::1]); use https for any other host.",
    address_too_much: () =>
      "This address cannot be used: the address has a user name, a password, a query or a fragment, which a base address cannot have.",
    no_secure_connections: () => "This address cannot be used: the system offers no secure connections.",
    other_account: (of) => `These keys belong to ${of}, which is connected already.`,
    account_gone: () => "There is no such account any more.",
    several_ids: () => "There are several IDs in this text. Look for one of them.",
    nothing_typed: () => "Type or paste something to look for.",
    other_operation: () => "Another change of this payment is under way.",
    confirmed_already: () => "This was confirmed already.",
    account_busy: () =>
      "A change of this account is still under way or being checked. Wait until it is known.",
    dialog_too_old: () => "This dialog is too old. Close it and open it again.",
    amount_not_taken: () => "The amount cannot be taken.",
    reason_missing: () => "A reason is needed.",
    operation_gone: () => "There is no such change any more.",
    ledger_other_copy: () =>
      "Another copy of Linkdesk is running on this computer and keeps the ledger. Use that one.",
    ledger_newer: () => "The ledger was written by a newer Linkdesk. Use that one.",
    ledger_damaged: () =>
      "The ledger of changes is damaged. What it has cannot be trusted, and nothing more can be written down.",
    ledger_gone: () =>
      "The ledger of changes was deleted, moved or replaced while Linkdesk was running. Money moves are off until Linkdesk is started again with the file in its place.",
    ledger_entry_unread: () =>
      "An entry of the ledger that this needs cannot be read. It is left as it is, and its link and order are locked.",
    ledger_unusable: () =>
      "The ledger of changes cannot be used. Look for a full disk, or for missing rights to the file and its folder.",
    disk_full: () => "The disk is full, so it could not be written down. Make room and try again.",
    too_large: () => "Pine Labs’ answer was far too large.",
    certificate_expired: () =>
      "The certificate of Pine Labs’ server has expired by this computer’s clock. Check the clock first.",
    certificate_not_yet_valid: () =>
      "The certificate of Pine Labs’ server is not valid yet by this computer’s clock. Check the clock first.",
    certificate_other_host: () =>
      "The certificate that came is another server’s. This network may lead to a wrong place.",
    certificate_unknown_authority: () =>
      "The certificate that came is signed by nobody whom this computer trusts. A virus scanner or a company’s network may stand in between.",
    browser: (of) => `No browser could be opened. The address is ${of}`,
    file_manager: (of) => `No file manager could be opened. The folder is ${of}`,
    clipboard: () => "The clipboard did not take it.",
  } satisfies Record<OtherCause, (of: string) => string>,
  /** What is wrong with a field of a new link. */
  fields: {
    reference: "A reference has 1 to 50 letters, digits, dashes or underscores.",
    amount_out_of_range: "A link asks for at least ₹1 and at most ₹10,00,000.",
    expiry: "A link ends in the future, and within 180 days.",
    no_time: "This is no time.",
    too_many_pairs: "There are at most 10 pairs.",
    pair_too_long: "A key or a value has at most 256 characters.",
    nobody_to_reach: "An e-mail or a mobile number is needed.",
    mobile: "A mobile number has 10 to 20 digits.",
    country_code: "A country code is a number, with a plus or without, of at most 5 characters.",
    not_an_email: "This is not an e-mail address.",
    email_too_long: "An e-mail address has at most 50 characters.",
    name_too_long: "A name has at most 50 characters.",
    customer_id_too_long: "A customer id has at most 19 characters.",
    pin_code: "A PIN code has 3 to 11 characters.",
    amount_missing: "An amount is needed.",
    not_an_amount: "This is not an amount.",
    amount_in_words: "An amount is written in figures.",
    amount_with_space: "An amount has no blank inside.",
    comma_unclear: "A comma stands between thousands only, and a point before paise.",
    other_currency: "This is the sign of another currency than the rupee.",
    too_many_decimals: "An amount has at most two decimals.",
    not_more_than_nothing: "An amount is more than nothing.",
    amount_not_taken: "This amount is out of range.",
    not_taken: "Pine Labs would not take this.",
  } satisfies Record<FieldFault, string>,

  /** What is known about what was there before. */
  nothingStored: "The keys were not stored. They stay in this form.",
  nothingChanged: "Nothing was changed. What was read before can still be seen.",
  nothingWasChanged: "Nothing was changed.",
  nothingSent: "Nothing was sent.",

  credentialsRefused: "Pine Labs refused these credentials",
  credentialsRefusedBody: (account: string) =>
    `Nothing was stored. Check that the secret is complete, and that this pair belongs to ${account}: each environment has its own.`,
  signedOut: (account: string) => `Signed out of ${account}`,
  signedOutBody: "Pine Labs no longer takes its keys. Nothing was changed. Paste the secret to go on.",
  secretMissing: (account: string) => `The secret of ${account} is not on this computer`,
  secretMissingBody: "Recent links and the activity can still be read. Paste the secret to go on.",
  keychains: {
    keychain_no_bus: {
      title: "No way to a system keychain",
      connecting:
        "This session has no message bus (D-Bus), by which programs reach the keychain. Linkdesk keeps secrets nowhere else. You can go on for this session, or start Linkdesk from a desktop session.",
      later:
        "This session has no message bus (D-Bus), by which programs reach the keychain. Linkdesk keeps secrets nowhere else. You can paste the secret for this session, or start Linkdesk from a desktop session.",
    },
    keychain_missing: {
      title: "No system keychain found",
      connecting:
        "Linkdesk keeps secrets nowhere else. You can go on for this session, or install one (GNOME Keyring or KWallet) and try again.",
      later:
        "Linkdesk keeps secrets nowhere else. You can paste the secret for this session, or install one (GNOME Keyring or KWallet) and try again.",
    },
    keychain_locked: {
      title: "The system keychain is locked",
      connecting:
        "Unlock it, in its own window where it asks for its password, and try again. Or go on for this session: no file keeps the secret.",
      later:
        "Unlock it, in its own window where it asks for its password, and try again. Or paste the secret for this session: no file keeps the secret.",
    },
    keychain_refused: {
      title: "The system keychain said no",
      connecting:
        "Its question was closed, or it does not let Linkdesk in. Allow it and try again, or go on for this session.",
      later:
        "Its question was closed, or it does not let Linkdesk in. Allow it and try again, or paste the secret for this session.",
    },
    keychain_broke_off: {
      title: "The system keychain stopped in the middle",
      connecting: "It ended before it was done. Try again, or go on for this session.",
      later: "It ended before it was done. Try again, or paste the secret for this session.",
    },
    keychain_slow: {
      title: "The system keychain does not answer",
      connecting: "It is there, but takes too long. Try again, or go on for this session.",
      later: "It is there, but takes too long. Try again, or paste the secret for this session.",
    },
    keychain_failed: {
      title: "The system keychain could not be used",
      connecting: "The system keychain failed. Try again, or go on for this session.",
      later: "The system keychain failed. Try again, or paste the secret for this session.",
    },
  } satisfies Record<Keychain, { title: string; connecting: string; later: string }>,
  dns: (host: string | null) => `${server(host)} was not found`,
  dnsBody: "The name server does not know it, or this computer is offline.",
  connectionRefused: (host: string | null) => `${server(host)} refused the connection`,
  connectionRefusedBody: "It cannot be reached from this network now.",
  tls: (host: string | null) => `The connection to ${server(host)} is not safe`,
  proxy: (host: string | null) => `A proxy stands between this computer and ${server(host)}`,
  timeout: (host: string | null) => `${server(host)} did not answer in time`,
  timeoutBody: "The network may be slow.",
  interrupted: (host: string | null) => `The answer of ${server(host)} broke off`,
  interruptedBody: "The connection ended before all of it was here.",
  portal: "A web page answered instead of Pine Labs",
  portalBody: "This network seems to ask you to sign in first. Do that in a browser, then try again.",
  rateLimited: "Pine Labs asks to wait",
  rateLimitedUntil: (time: string, left: string) => `Pine Labs asks to wait until ${time} IST (${left})`,
  rateLimitedAYear: "Pine Labs asks to wait for a year or more",
  tooMany: "There were too many requests. The next one goes in a while.",
  tooManySeconds: (seconds: number) =>
    `There were too many requests. The next one goes in ${String(seconds)} s.`,
  tooManyLong: "There were too many requests. Ask again after that.",
  notFound: "Pine Labs does not know it",
  notFoundNamed: (query: string) => `${query} was not found`,
  notFoundBody: (account: string) =>
    `Pine Labs does not know it in ${account}. It may belong to the other environment, or to another shop.`,
  notAnId: "That cannot be an ID",
  unknownUrl: "This URL was never seen here",
  unknownUrlNamed: (query: string) => `${query} was never seen here`,
  unknownUrlBody: "Find the link by its ID or reference once; then its URL works on this computer, too.",
  refused: "Pine Labs refused this",
  refusedWithout: "It gave no reason.",
  refusedWith: (reason: string) => `It says: “${reason}”.`,
  unreadable: "The answer could not be understood",
  unreadableBody:
    "Pine Labs answered in a form that Linkdesk does not know. Rather than guess about money, Linkdesk shows nothing of it.",
  unreadableAt: (path: string) =>
    `Pine Labs’ answer is not as expected at “${path}”. Rather than guess about money, Linkdesk shows nothing of it.`,
  noToken: "These credentials could not be used",
  noTokenBody: "Pine Labs answered them, and gave no token that can be sent back.",
  noTokenNext: "Try again; if it stays so, tell Pine Labs.",
  server: "Pine Labs has a fault right now",
  serverBody: "Their server could not answer.",
  serverNext: "Try again in a minute.",
  notAllowed: "That cannot be done now",
  invalidFields: "The link cannot be asked for like this",
  referenceUsed: "This reference is taken",
  alreadyOpen: "Another change is under way",
  badRequest: "Linkdesk asked for something wrong",
  storage: "Linkdesk could not use its files",
  desktop: "This computer did not do it",

  lookedFor: (query: string) => `${query} was looked for.`,
  request: "Request",
  copyRequestId: "Copy request ID",
  copyDetails: "Copy details",
  retry: "Retry",
  details: {
    code: "Code",
    status: "HTTP status",
    provider: "Pine Labs code",
    providerMessage: "Pine Labs message",
    request: "Request",
    path: "Field",
    at: "Time",
  },
};
