/** Someone with an extension on the rig's exchange; SIP user name and password are both `user`. */
export interface Person {
  user: string
  extension: string
  name: string
}

export const people: readonly Person[] = [
  { user: 'alice', extension: '201', name: 'Alice Jansen' },
  { user: 'bob', extension: '202', name: 'Bob de Vries' },
  { user: 'carol', extension: '203', name: 'Carol van den Berg' },
  { user: 'dave', extension: '204', name: 'Dave Öztürk' },
]
