/**
 * What is done with each keyword of ssh_config(5). What is honoured is listed in `honoured`; what has no bearing on a
 * capture in `silent`; each of the others has its reason here, and is told per host.
 */

/** Read, and followed by both transports. */
export const honoured: ReadonlySet<string> = new Set([
  ...['hostname', 'user', 'port', 'identityfile', 'identitiesonly', 'identityagent', 'proxyjump'],
  ...['userknownhostsfile', 'globalknownhostsfile', 'hostkeyalias', 'stricthostkeychecking'],
  ...['connecttimeout', 'serveraliveinterval', 'serveralivecountmax', 'ignoreunknown'],
])

/** Of no bearing: what a terminal, a forwarding or a log would need, and names that OpenSSH itself ignores. */
export const silent: ReadonlySet<string> = new Set([
  ...['addkeystoagent', 'batchmode', 'checkhostip', 'clearallforwardings', 'compression', 'compressionlevel'],
  ...['channeltimeout', 'connectionattempts', 'dynamicforward', 'enableescapecommandline', 'escapechar'],
  ...['exitonforwardfailure', 'fingerprinthash', 'forkafterauthentication', 'forwardagent', 'forwardx11'],
  ...['forwardx11timeout', 'forwardx11trusted', 'gatewayports', 'hashknownhosts', 'ipqos', 'localforward'],
  ...['logverbose', 'loglevel', 'numberofpasswordprompts', 'obscurekeystroketiming', 'permitremoteopen'],
  ...['protocol', 'rekeylimit', 'remoteforward', 'requesttty', 'sendenv', 'sessiontype', 'setenv'],
  ...['stdinnull', 'streamlocalbindmask', 'streamlocalbindunlink', 'syslogfacility', 'tag', 'tcpkeepalive'],
  ...['tunnel', 'tunneldevice', 'updatehostkeys', 'usekeychain', 'useprivilegedport', 'visualhostkey'],
  ...['xauthlocation', 'warnweakcrypto', 'versionaddendum', 'keepalive', 'cipher'],
  ...['rhostsauthentication', 'rhostsrsaauthentication', 'rsaauthentication', 'useroaming', 'usersh'],
  ...['fallbacktorsh', 'globalknownhostsfile2', 'userknownhostsfile2'],
])

const ownTerms = 'Smokejumper offers what current OpenSSH accepts; the ssh of this machine follows this line.'
const systemOnly = 'Only the ssh of this machine can do this.'
const order =
  'Smokejumper tries the ways to log in that are chosen for the host; the ssh of this machine follows this line.'

interface Unheard {
  readonly why: string
  /** whether the host can be reached at all without it: then the system's ssh is taken */
  readonly needsSystemSsh: boolean
}

const noted = (why: string): Unheard => ({ why, needsSystemSsh: false })
const needed = (why: string): Unheard => ({ why, needsSystemSsh: true })

/** By keyword in lower case. Not for what is off: see `isOff`. */
export const unheard: Readonly<Record<string, Unheard>> = {
  proxycommand: needed('It is a command, which only the ssh of this machine runs.'),
  proxyusefdpass: needed(systemOnly),
  certificatefile: needed('Certificates of people are only used by the ssh of this machine.'),
  pkcs11provider: needed('Keys on a smart card are only used by the ssh of this machine.'),
  smartcarddevice: needed('Keys on a smart card are only used by the ssh of this machine.'),
  securitykeyprovider: needed('FIDO keys are only used by the ssh of this machine.'),
  hostbasedauthentication: noted(systemOnly),
  gssapiauthentication: noted('Kerberos is only used by the ssh of this machine.'),
  controlmaster: noted(
    'Smokejumper makes its own connection and shares it; the ssh of this machine uses the master.',
  ),
  controlpath: noted(
    'Smokejumper makes its own connection and shares it; the ssh of this machine uses the master.',
  ),
  controlpersist: noted(
    'Smokejumper makes its own connection and shares it; the ssh of this machine uses the master.',
  ),
  canonicalizehostname: needed('Names are made canonical only by the ssh of this machine.'),
  knownhostscommand: needed('It is a command, which only the ssh of this machine runs.'),
  revokedhostkeys: needed(
    'Only the ssh of this machine reads this list; @revoked lines in known_hosts are read here.',
  ),
  verifyhostkeydns: noted(
    'Host keys are looked up in known_hosts only; the ssh of this machine asks the DNS too.',
  ),
  nohostauthenticationforlocalhost: noted('Host keys are always verified here.'),
  permitlocalcommand: noted('Nothing that the config says is run here.'),
  localcommand: noted('Nothing that the config says is run here.'),
  refuseconnection: noted('Only the ssh of this machine refuses because of this line.'),
  remotecommand: noted('Smokejumper runs its own command on the host.'),
  addressfamily: noted(systemOnly),
  bindaddress: noted(systemOnly),
  bindinterface: noted(systemOnly),
  ciphers: noted(ownTerms),
  macs: noted(ownTerms),
  kexalgorithms: noted(ownTerms),
  hostkeyalgorithms: noted(ownTerms),
  hostbasedkeytypes: noted(ownTerms),
  hostbasedacceptedalgorithms: noted(ownTerms),
  casignaturealgorithms: noted(ownTerms),
  pubkeyacceptedalgorithms: noted(ownTerms),
  pubkeyacceptedkeytypes: noted(ownTerms),
  requiredrsasize: noted(ownTerms),
  preferredauthentications: noted(order),
  pubkeyauthentication: noted(order),
  passwordauthentication: noted(order),
  kbdinteractiveauthentication: noted(order),
  challengeresponseauthentication: noted(order),
  kbdinteractivedevices: noted(order),
}

/** Ways to log in, whose being *on* is nothing to tell. */
const onIsUsual: ReadonlySet<string> = new Set([
  ...['pubkeyauthentication', 'passwordauthentication', 'kbdinteractiveauthentication'],
  'challengeresponseauthentication',
])

/** Whether the line says no more than what happens here anyway. */
export const saysNothingNew = (keyword: string, value: string): boolean => {
  const lower = value.toLowerCase()
  if (onIsUsual.has(keyword)) return lower === 'yes' || lower === 'true'
  return ['no', 'none', 'false', 'off', 'any'].includes(lower)
}

/** GSSAPI has many words, of which only one says whether it is used. */
export const isOfGssapi = (keyword: string): boolean =>
  keyword.startsWith('gssapi') && keyword !== 'gssapiauthentication'
