/** What the streams answer: as the whole server does. */
export { NIL_LIST, OK, Refusal, refuse, refuseSyntax, type NilList, type RedisReply } from '../core/reply.js';
