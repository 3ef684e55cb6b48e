/** The protocol of Redis (RESP 2 and 3) as a server needs it: commands out of bytes, answers into bytes. */
/** @param version of the protocol that the connection speaks */
export function written(answer, version) {
    if (answer === null)
        return version === 3 ? '_\r\n' : '$-1\r\n';
    if (typeof answer === 'number')
        return `:${answer}\r\n`;
    if (typeof answer === 'string')
        return `$${Buffer.byteLength(answer)}\r\n${answer}\r\n`;
    if ('error' in answer)
        return `-${answer.error}\r\n`;
    if ('status' in answer)
        return `+${answer.status}\r\n`;
    const { fields } = answer;
    const head = version === 3 ? `%${fields.length}` : `*${2 * fields.length}`;
    return [`${head}\r\n`, ...fields.flat().map((field) => written(field, version))].join('');
}
/** Takes what arrives on one connection, and gives each command once it is all there. */
export function commandReader(take) {
    let left = Buffer.alloc(0);
    return (bytes) => {
        left = Buffer.concat([left, bytes]);
        for (let command = firstCommand(left); command !== undefined; command = firstCommand(left)) {
            left = left.subarray(command.end);
            take(command.words);
        }
    };
}
/** Undefined while it is not all there. */
function firstCommand(bytes) {
    const head = lineAt(bytes, 0);
    if (head === undefined)
        return undefined;
    const words = [];
    let at = head.end;
    for (let count = Number(head.text.slice(1)); count > 0; count--) {
        const length = lineAt(bytes, at);
        if (length === undefined)
            return undefined;
        const end = length.end + Number(length.text.slice(1));
        if (bytes.length < end + 2)
            return undefined;
        words.push(bytes.toString('utf8', length.end, end));
        at = end + 2;
    }
    return { words, end: at };
}
function lineAt(bytes, start) {
    const end = bytes.indexOf('\r\n', start);
    return end < 0 ? undefined : { text: bytes.toString('latin1', start, end), end: end + 2 };
}
