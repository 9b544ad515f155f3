/** What a mail message is made of, as OCSF names it (Email Activity, class 4009: `email`, `email_auth`). */

/** A link of a message: where it leads, and what its reader sees of it. */
export interface MailLink {
  /** At most `MAX_URL` characters. */
  readonly url: string;
  readonly hostname: string;
  /** The part of the host name somebody registered; absent for addresses. */
  readonly domain?: string;
  /** What the reader sees, cut short; absent where it is the link itself. */
  readonly text?: string;
  /** The domain the text names, where it reads as an address of a site. */
  readonly text_domain?: string;
  /** Something in it stands for the one who got it: see `MailToken`. */
  readonly token?: MailToken;
  readonly is_form?: true;
}

/** A picture that is fetched from somewhere when the message is shown. */
export interface MailImage extends Pick<MailLink, 'url' | 'hostname' | 'domain' | 'token'> {
  /** Not to be seen: at most 1 × 1, or not displayed. */
  readonly is_hidden: boolean;
}

/** `recipient`: it holds the address of a recipient, plain, encoded or hashed. `opaque`: a text no word is made of. */
export type MailToken = 'recipient' | 'opaque';

export interface MailFile {
  readonly name?: string;
  /** Media type as the message says, lower case. */
  readonly mime_type: string;
  /** Bytes, decoded. */
  readonly size: number;
  /** SHA-256 in hex, where the content is there. */
  readonly sha256?: string;
}

export interface Email {
  /** The message id without angle brackets. */
  readonly message_uid?: string;
  /** Address in the header `From`, lower case. */
  readonly from?: string;
  readonly from_name?: string;
  /** Envelope sender, lower case. */
  readonly smtp_from?: string;
  readonly reply_to?: string;
  /** Addresses, lower case. */
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly subject?: string;
  /** Bytes of the message as it was read. */
  readonly size: number;
  /** It says of itself that it goes to many: list headers, bulk precedence. */
  readonly is_bulk: boolean;
  /** It has never passed a mail server, as what lies in the folder of sent messages. */
  readonly is_sent: boolean;
  /** Fingerprint of the words, 16 hex digits: texts alike differ in few bits. Absent when there are no words. */
  readonly text_fingerprint?: string;
  /** Words to read. */
  readonly words: number;
  readonly links: readonly MailLink[];
  readonly images: readonly MailImage[];
  readonly files: readonly MailFile[];
}

/** What the organisation's own mail server found, in the words of RFC 8601 (`pass`, `fail`, `none`, …). */
export interface EmailAuth {
  /** Who says so. */
  readonly server?: string;
  readonly spf?: string;
  readonly spf_domain?: string;
  readonly dkim?: string;
  readonly dkim_domain?: string;
  readonly dmarc?: string;
  /** What passed is of the domain in `From`: stands in for DMARC where nobody checked it. */
  readonly is_aligned?: boolean;
}
