/**
 * What a canonical address leaves out, as data. docs/ingest.md points here. A parameter belongs here when it says
 * how a reader came to the page and never which page it is.
 */

/** Query parameters dropped by their whole name, compared in lower case. */
export const TRACKING_PARAMETERS: ReadonlySet<string> = new Set([
  // advertising click ids
  'fbclid',
  'gclid',
  'gclsrc',
  'dclid',
  'gbraid',
  'wbraid',
  'msclkid',
  'twclid',
  'ttclid',
  'yclid',
  'ysclid',
  'li_fat_id',
  'igshid',
  'igsh',
  'epik',
  '_openstat',
  // newsletters and campaigns
  'mc_cid',
  'mc_eid',
  'mkt_tok',
  '_hsenc',
  '_hsmi',
  'hsctatracking',
  'vero_id',
  'vero_conv',
  'oly_anon_id',
  'oly_enc_id',
  'ck_subscriber_id',
  'wt_mc',
  'wt_zmc',
  'xtor',
  'cmp',
  'cmpid',
  's_cid',
  'ncid',
  'ocid',
  'ito',
  // share buttons of outlets and platforms
  'smid',
  'smtyp',
  'sr_share',
  'share_id',
  'ref_src',
  'ref_url',
  'soc_src',
  'soc_trk',
  'taid',
  'spm',
  'leadsource',
  'guccounter',
  'guce_referrer',
  'guce_referrer_sig',
  // analytics
  '_ga',
  '_gl',
  // AMP viewers
  'usqp',
  'aoh',
  'amp_js_v',
  'amp_gsa',
  'amp_ct',
  'amp_latest_update_time',
]);

/** Query parameters dropped by how their name begins. */
export const TRACKING_PREFIXES: readonly string[] = ['utm_', 'at_', 'ns_', 'pk_', 'piwik_', 'mtm_', 'matomo_', 'hsa_'];

/** Parameters that ask for the AMP form of a page, with the values that do. A Map: names come from outside. */
export const AMP_PARAMETERS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['amp', new Set(['', '1', 'true'])],
  ['outputtype', new Set(['amp', 'amp-type'])],
  ['output', new Set(['amp'])],
]);

/** Host labels of AMP and mobile forms, dropped wherever they stand left of the registered name. */
export const FORM_LABELS: ReadonlySet<string> = new Set(['amp', 'm', 'mobile']);

/**
 * Second-level labels under which names are registered beneath a two-letter country domain (co.uk, com.au, or.jp …).
 * A short list instead of the full public suffix list: an unknown one costs a missed unification, never a wrong page.
 */
export const SECOND_LEVEL_LABELS: ReadonlySet<string> = new Set([
  'ac',
  'co',
  'com',
  'ed',
  'edu',
  'go',
  'gob',
  'gouv',
  'gov',
  'ltd',
  'mil',
  'ne',
  'net',
  'nom',
  'or',
  'org',
  'plc',
  'press',
  'web',
]);
