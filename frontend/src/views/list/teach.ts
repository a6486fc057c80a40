/** What belongs on a list that is still empty. */
export const TEACH: { [kind: string]: string } = {
  escalation:
    'An escalation is one customer’s trouble with one person responsible for it: what is wrong, how bad it is, what must hold before it closes, and everything that happened on the way. Past ones like it appear beside it while you type.',
  emergency:
    'An emergency is one page of the emergency rotation: the page’s state and the problem’s state apart, what was tried, and who was told.',
  call: 'A call note keeps what was said and when, line by line, with what the customer may see marked. Its lines are found again by search.',
  incident: 'An incident is something that broke for several customers at once, with its own severity S1 to S4.',
  review:
    'A review says what happened, how it was found, what stopped it, and what will change. The customer’s version is made from it once the internal review is done.',
  document:
    'A document is written from what a record says: a closure, an RCA, a brief, an update. It appears here when somebody writes in it, exports it or makes it final.',
  customer:
    'A customer has a name, the other names it goes by, and the people who look after it. Cases find their customer by any of these names.',
};
