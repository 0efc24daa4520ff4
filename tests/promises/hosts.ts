/** Every host that something of ours names or calls, each with what it is for. A new one fails a test. */
export const CALLED: Record<string, string> = {
  'graph.facebook.com': 'Meta’s Graph API: the only party that gets phone numbers and messages',
  'lookaside.fbsbx.com': 'where Meta keeps the files that people send to a business',
}

/** Hosts that the browser of somebody who connects WhatsApp talks to, on that one page. */
export const OF_THE_CONNECT_PAGE: Record<string, string> = {
  'connect.facebook.net': 'Meta’s script for its sign-up window',
  'www.facebook.com': 'Meta’s sign-up window',
  'web.facebook.com': 'the same for some countries',
}

/** Hosts that configuration names; nothing about customers goes there. */
export const BY_CONFIGURATION: Record<string, string> = {
  META_GRAPH_URL: 'Meta’s Graph API, and in tests the simulator',
  ACCESS_TEAM_DOMAIN: 'Cloudflare Access: its public keys are fetched for the operator’s desk',
}

/** Addresses that a page or a message shows for people to open; never called by us. */
export const SHOWN: Record<string, string> = {
  'business.facebook.com': 'where Meta’s settings are, in hints on how to mend something',
  'metastatus.com': 'where Meta says whether it has trouble',
  'wa.me': 'the address at which people write to a number, shown while nobody has written',
  'www.openstreetmap.org': 'a map, opened when somebody presses on a place in a conversation',
  'example.com': 'stands for somebody’s address in examples',
  localhost: 'stands for this machine in a comment',
}
