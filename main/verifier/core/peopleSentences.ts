// What the verifier says of entries about people and of requests: about what was compared, never about anybody.
const many = (count: number, one: string, more = `${one}s`): string => `${count} ${count === 1 ? one : more}`;
const quote = (text: string): string => `"${text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?').slice(0, 160)}"`;

export const entryOrderSentence = (id: number) => `entry ${id} is out of order or there twice`;
export const linkTwiceSentence = (link: number) => `link ${link} stands there twice`;
export const entryOriginSentence = (id: number) => `entry ${id}: the journal does not hold the edit that it is said to come from`;
export const linkOriginSentence = (link: number) => `link ${link}: the journal does not hold the edit that it is said to come from`;
export const linkDiffersSentence = (link: number, member: string) =>
  `link ${link}: ${quote(member)} is not what its edit in the journal says`;
export const undoneSentence = (what: string) => `${what} rests on an edit that was taken back`;
export const withdrawnSentence = (what: string) => `${what} was withdrawn by an edit of the journal`;
export const registerSentence = (what: string) =>
  `${what} names neither an edit of the journal nor a row of a source of case.json that stands, or is not of the grade of one`;
export const titleSentence = (id: number) => `entry ${id}: its title is none of what its links say`;
export const groupSentence = (id: number) => `entry ${id}: what is taken for one with it does not follow from the joins`;
export const joinSentence = (event: number) => `the join of event ${event} is not what the journal says`;
export const chainSentence = (id: number, problem: string) => `a chain of evidence to entry ${id}: ${problem}`;
export const chainCountSentence = (id: number, stated: number, found: number) =>
  `entry ${id} states ${many(stated, 'chain')} of evidence; runs and links give ${found}`;
export const silentSentence = () => 'an edit about people or requests was taken back without saying which';
export const peopleHold = (entries: number, links: number, chains: number) =>
  `${many(entries, 'entry', 'entries')}, ${many(links, 'link')} and ${many(chains, 'chain')} of evidence agree with the journal, the sources and the runs`;

export const registerLinksSentence = (links: number) =>
  `what registers say (${many(links, 'link')}): the registers are not in this file; sources and rows are named`;
export const linksByHandSentence = (links: number) =>
  `what the examiner entered by hand (${many(links, 'link')}): that it was entered so, not that it is so`;
export const sightingsSentence = (links: number) =>
  `what tables and lists of networks say of ${many(links, 'sighting')}: the tables are not in this file`;
export const withheldWithdrawalsSentence = (count: number) =>
  `whether ${many(count, 'withdrawal or judgement', 'withdrawals or judgements')} with withheld payload ${count === 1 ? 'is' : 'are'} about what people.json lists`;
export const withheldEntriesSentence = (entries: number) =>
  `${many(entries, 'entry by hand', 'entries by hand')} whose first link is not listed: the payload of the edit is withheld`;
export const alternativesSentence = (count: number) =>
  `${many(count, 'alternative')} of chains of evidence whose links are not in this file`;
export const chosenSentence = () => 'which entries the examiner chose to list, and what links of theirs are left out';
export const identitySentence = () => 'whether an entry is the person, organisation or device that an address was used by';

export const requestMissingSentence = (event: number) => `the request of event ${event} is not listed`;
export const requestUnknownSentence = (request: number) => `request ${request} is not one that the journal holds and that stands`;
export const requestDiffersSentence = (request: number, member: string) =>
  `request ${request}: ${quote(member)} is not what the journal says`;
export const requestWithheldSentence = (event: number) => `the payload of event ${event}, a request or what became of it, is withheld`;
export const answerSourceSentence = (request: number) =>
  `request ${request}: the source named with an answer is not the one with its SHA-256`;
export const requestsHold = (requests: number) =>
  `${many(requests, 'request')} with what became of ${requests === 1 ? 'it' : 'them'} agree with the journal`;
export const sentSentence = () => 'that requests were sent, and what answers say: days, notes and states are the examiner’s record';
