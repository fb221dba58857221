/** The requests this phone understands (RFC 3261 20.5). */
export const allow = 'Allow: ACK,BYE,CANCEL,INFO,INVITE,NOTIFY,OPTIONS,REFER'
