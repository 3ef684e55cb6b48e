import { $t as stream, Bt as isolateOne, Cn as EventKind, Ct as defineScenario, Dn as Unchanging, Dt as hint, En as copyPlain, Gt as InputError, N as assertOptions, O as prepare, Qt as tellNode, Rt as halves, Sn as isPromise, Tt as isProgram, V as NodeExit, Vt as majoritiesRing, Wt as FileError, Xt as installAmbient, Zt as readOrigin, _ as runPrepared, at as digest, bn as unknownName, cn as asyncContext, dn as replaceMethod, gn as shown, h as load, hn as assertEffect, in as fromDisk, jt as thrownText, l as sim_exports, ln as currentHost, mn as stateMachine, on as readBy, rn as DiskError, un as outsideOfNodes, vn as toMicros, xn as closest, yn as toMs, zt as inOrder } from "../sim/sim.js";
import { C as echoes, D as eventualSet, E as eventualCounter, Et as listAppendModel, It as sameValue, K as kafka, Mt as linearizable, N as uniqueIds, Tt as multiRegisterModel, dt as sequential, jt as defineChecker, yt as casRegisterModel } from "../checkers/checkers.js";
import { builtinModules, createRequire } from "node:module";
import { z } from "zod";
import process$1 from "node:process";
import { EventEmitter } from "node:events";
import os, { constants, tmpdir } from "node:os";
import crypto, { KeyObject } from "node:crypto";
import { fileURLToPath, pathToFileURL } from "node:url";
import { format, getSystemErrorMap, inspect, isDeepStrictEqual, promisify } from "node:util";
import { basename, dirname, extname, join, resolve, sep } from "node:path";
import fs, { existsSync, readFileSync, readdirSync, realpathSync, statSync } from "node:fs";
import { MessageChannel, Worker, receiveMessageOnPort } from "node:worker_threads";
import { createJiti } from "jiti";
import { Script } from "node:vm";
import dns from "node:dns";
import dgram from "node:dgram";
import net from "node:net";
import http from "node:http";
import tls from "node:tls";
import { createInterface } from "node:readline";
import { Console } from "node:console";
import { PassThrough, Readable, Writable } from "node:stream";
import zlib from "node:zlib";
import { StringDecoder } from "node:string_decoder";
// programs/loader/json.ts
/**
* JSON files, anew for every incarnation. As a literal in code, V8 copies what it has built once, in a tenth of the time
* that parsing the text takes: a table of a package has hundreds of kilobytes.
*/
/** @returns makes what the text says, a new object each time @throws SyntaxError where the text is no JSON */
function jsonMaker(file, text) {
	try {
		JSON.parse(text);
	} catch (error) {
		throw new SyntaxError(`${file}: ${error.message}`);
	}
	if (text.includes("__proto__") || text.includes("\\u")) return () => JSON.parse(text);
	let make;
	return () => (make ??= new Script(`() => (${text}\n)`).runInThisContext())();
}
// programs/loader/compile.ts
/**
* Files of a user's program as functions that make a module of them: compiled once in a process, called anew for every
* incarnation, so that each has variables of its own. TypeScript and ES modules become CommonJS first.
*/
const compiled = /* @__PURE__ */ new Map();
const TYPESCRIPT = /\.[cm]?tsx?$/;
/** @throws SyntaxError with the place, Error where the file is none that a world can run */
function compile(file, jiti) {
	const known = compiled.get(file);
	if (known !== void 0) return known;
	const made = compileAnew(file, jiti);
	compiled.set(file, made);
	return made;
}
/** An ES module once more, so that it waits for what it imports: from now on for every process. */
function compileWaiting(file, jiti) {
	compiled.set(file, compileAnew(file, jiti, true));
}
function compileAnew(file, jiti, waits = false) {
	if (extname(file) === ".node") throw new Error(`${file} is a native addon: what it does no seed decides, so it cannot run inside a world`);
	const text = readFileSync(file, "utf8").replace(/^\uFEFF/, "").replace(/^#!.*/, "");
	if (extname(file) === ".json") return {
		kind: "json",
		make: jsonMaker(file, text)
	};
	const isModule = isEsModule(file);
	const isTyped = TYPESCRIPT.test(file);
	const needsTransform = isTyped || isModule || importsLater(text);
	const codeOf = (async) => needsTransform ? jiti.transform({
		source: text,
		filename: file,
		ts: isTyped,
		async,
		interopDefault: true
	}) : text;
	const plain = codeOf(waits);
	const isAsync = waits || isModule && /\bawait\b/.test(text) && awaitsAtTop(plain);
	const code = isAsync === waits ? plain : codeOf(isAsync);
	const [, trouble] = /^exports\.__JITI_ERROR__ = (\{.*\})$/s.exec(code) ?? [];
	if (trouble !== void 0) throw unreadable(file, JSON.parse(trouble));
	const around = scriptOf(file, `(function (process, global, globalThis, console, fetch, WebAssembly) { return ${isAsync ? "async " : ""}function (exports, require, module, __filename, __dirname, jitiImport, jitiESMResolve) {${code}\n}})`).runInThisContext();
	return {
		kind: "module",
		isModule,
		isAsync,
		make: ({ process, global, console, fetch, WebAssembly }) => around(process, global, global, console, fetch, WebAssembly)
	};
}
/** In the static block of a class nobody may wait, and no variable may be called so; in functions inside it both may be. */
function awaitsAtTop(code) {
	try {
		new Script(`(class { static {${code}\n}})`);
		return false;
	} catch {
		return true;
	}
}
/** Types in comments are written `import('…')` as well, and the transformation of a large file takes a tenth of a second. */
function importsLater(text) {
	const dynamic = /\bimport\s*\(/;
	return dynamic.test(text) && dynamic.test(text.replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, ""));
}
/** In one sentence, since there is nothing on the stack but us. */
function unreadable(file, { line, message }) {
	const [what = ""] = message.split("\n");
	return /* @__PURE__ */ new SyntaxError(`${file}:${line} cannot be read: ${what.replace(/^.*?: (?=[A-Z])/, "").trim()}`);
}
function scriptOf(file, code) {
	try {
		return new Script(code, { filename: file });
	} catch (error) {
		if (!(error instanceof SyntaxError)) throw error;
		const [, line] = /:(\d+)\n/.exec(error.stack ?? "") ?? [];
		throw unreadable(file, {
			line: Number(line ?? 1),
			message: error.message
		});
	}
}
const kinds = /* @__PURE__ */ new Map();
/** As Node decides: by the ending, else by the nearest package.json. */
function isEsModule(file) {
	if (/\.m[jt]s$/.test(file)) return true;
	if (/\.c[jt]s$/.test(file)) return false;
	return folderIsModule(dirname(file));
}
function folderIsModule(folder) {
	let known = kinds.get(folder);
	if (known === void 0) {
		const manifest = join(folder, "package.json");
		const above = dirname(folder);
		if (existsSync(manifest)) {
			const { type } = JSON.parse(readFileSync(manifest, "utf8"));
			known = type === "module";
		} else known = above === folder ? false : folderIsModule(above);
		kinds.set(folder, known);
	}
	return known;
}
// programs/entry.ts
/** The file that a program begins with, found and read before any world: what is wrong with it, no seed mends. */
let jiti;
/**
* @param field of the options in which it stands
* @param calledBy the function of ours that the scenario calls: the file is relative to its caller
* @throws FileError in one sentence where it is no file, or none that can be run
*/
function entryOf(file, field, calledBy) {
	const named = typeof file === "string" ? file : fileURLToPath(file);
	const asked = sourceOf(resolve(callersFolder(calledBy), named));
	jiti ??= createJiti(new URL("./entry.js", import.meta.url).href, {
		fsCache: false,
		interopDefault: false
	});
	const found = statSync(asked, { throwIfNoEntry: false });
	if (found?.isFile() !== true) throw new FileError(field, `expected the file that the process begins with; ${instead(asked, found)}`);
	const path = realpathSync(asked);
	try {
		compile(path, jiti);
	} catch (error) {
		throw new FileError(field, error.message);
	}
	return {
		path,
		named,
		jiti
	};
}
/** As TypeScript's imports have it: a `server.js` that is not there is what its `server.ts` will become. */
function sourceOf(path) {
	const source = path.replace(/\.([cm]?)js$/, ".$1ts");
	return !existsSync(path) && existsSync(source) ? source : path;
}
const OURS = fileURLToPath(new URL("./", new URL("./entry.js", import.meta.url).href));
function callersFolder(calledBy) {
	const at = {};
	Error.captureStackTrace(at, calledBy);
	const { place } = readOrigin(`\n${at.stack ?? ""}`, OURS);
	const file = place?.replace(/(:\d+){1,2}$/, "");
	if (file === void 0) return process.cwd();
	return dirname(resolve(file.startsWith("file:") ? fileURLToPath(file) : file));
}
function instead(path, found) {
	const isFolder = found?.isDirectory() === true;
	const what = isFolder ? `${path} is a folder` : `there is no file ${path}`;
	const near = isFolder ? mainOf(path) : nearTo(path);
	return near === void 0 ? what : `${what}; did you mean ${near}?`;
}
const PROGRAM = /\.[cm]?[jt]sx?$/;
/** The same name with another ending, or one that differs by a slip of the fingers. */
function nearTo(path) {
	const names = programsIn(dirname(path));
	const name = basename(path);
	const stem = basename(path, extname(path));
	return names.find((other) => basename(other, extname(other)) === stem) ?? closest(name, names);
}
function mainOf(folder) {
	const main = programsIn(folder).find((name) => /^(index|main|server)\./.test(name));
	return main && join(basename(folder), main);
}
function programsIn(folder) {
	try {
		return readdirSync(folder).filter((name) => PROGRAM.test(name) && !/\.d\.[cm]?ts$/.test(name));
	} catch {
		return [];
	}
}
// programs/running.ts
const programs$1 = /* @__PURE__ */ new WeakMap();
function begins(host, program) {
	programs$1.set(host, program);
}
/** Undefined outside of worlds, and in nodes that are no Node programs. */
function running() {
	const host = currentHost();
	return host === void 0 ? void 0 : programs$1.get(host);
}
// programs/fs/shared-files.ts
/** `fs` for packages that all processes share: the files of whichever program calls, and outside of worlds those of the machine. */
function sharedFiles() {
	const promises = forwarding(fs.promises, ({ promises: own }) => own);
	return {
		...forwarding(fs, (own) => own),
		promises
	};
}
function forwarding(real, ownOf) {
	const shared = {};
	for (const [name, value] of Object.entries(real)) if (typeof value !== "function" || /^[A-Z]/.test(name)) shared[name] = value;
	else shared[name] = function(...given) {
		const files = running()?.files();
		return Reflect.apply(files === void 0 ? value : ownOf(files)[name], this, given);
	};
	return shared;
}
// programs/loader/places.ts
/** Where a file finds another: looked for once in a process, for all incarnations. What is not there is remembered, too. */
const places = /* @__PURE__ */ new Map();
/**
* As `require` looks for it, and where that finds nothing as `import` does, TypeScript included.
* @throws Error as `require` does where it is not there
*/
function placeOf(specifier, from) {
	const key = `${dirname(from)}\0${specifier}`;
	const known = places.get(key) ?? look(key, specifier, from);
	if (typeof known === "string") return known;
	const { message, code, requireStack } = known;
	throw Object.assign(new Error(message), {
		code,
		requireStack
	});
}
function look(key, specifier, from) {
	let found;
	try {
		found = createRequire(from).resolve(specifier);
	} catch (error) {
		const url = createJiti(pathToFileURL(from).href, { fsCache: false }).esmResolve(specifier, { try: true });
		found = url === void 0 ? error : fileURLToPath(url);
	}
	const isPackage = !specifier.startsWith(".") && !specifier.startsWith("/");
	if (typeof found === "string" || isPackage && found.code === "MODULE_NOT_FOUND") places.set(key, found);
	return found;
}
// programs/loader/modules.ts
/** The modules of one incarnation of a program: a graph of its own, which is gone with the process. */
const BUILTIN = new Set(builtinModules);
var Modules = class {
	jiti;
	around;
	builtin;
	shared;
	cache = /* @__PURE__ */ new Map();
	/** What `load` gave for modules that wait: a module may as well export a promise. */
	pending = /* @__PURE__ */ new WeakSet();
	/** @param builtin gives a module of Node's as this program sees it; its name comes without `node:` */
	constructor(jiti, around, builtin, shared) {
		this.jiti = jiti;
		this.around = around;
		this.builtin = builtin;
		this.shared = shared;
	}
	/**
	* What a file exports, or a promise of it where it awaits something at its top level.
	* @throws whatever the file throws, and Error where it cannot be found
	*/
	load(file, parent) {
		const known = this.cache.get(file);
		if (known !== void 0) return known.pending !== void 0 && !isAbove(known, parent) ? known.pending : known.exports;
		const compiled = compile(file, this.jiti);
		const module = {
			exports: {},
			id: file,
			filename: file,
			loaded: false,
			children: [],
			paths: [],
			parent
		};
		this.cache.set(file, module);
		if (compiled.kind === "json") {
			module.exports = compiled.make();
			module.loaded = true;
			return module.exports;
		}
		try {
			return this.run(module, compiled);
		} catch (error) {
			if (!(error instanceof Waiting && error.by === file && compiled.isModule)) {
				this.cache.delete(file);
				throw error;
			}
			compileWaiting(file, this.jiti);
			return this.run(module, compile(file, this.jiti));
		}
	}
	run(module, { make, isAsync }) {
		const { filename: file } = module;
		const require = this.requireFor(file, module);
		module.require = require;
		const load = async (specifier) => asNamespace(await this.reach(specifier, file, module));
		const resolve = (specifier) => placeOf(specifier, file);
		const made = Reflect.apply(make(this.around), module.exports, [...[
			module.exports,
			require,
			module,
			file,
			dirname(file),
			load,
			resolve
		]]);
		module.loaded = true;
		return isAsync ? this.wait(module, made) : module.exports;
	}
	wait(module, made) {
		const done = () => {
			delete module.pending;
			return module.exports;
		};
		module.pending = made.then(done);
		this.pending.add(module.pending);
		return module.pending;
	}
	/** A package that a file could require, if it is there. */
	find(specifier, from) {
		try {
			return this.require(specifier, from);
		} catch (error) {
			if (error?.code === "MODULE_NOT_FOUND") return void 0;
			throw error;
		}
	}
	/** What a file would get. @throws as `load` */
	require(specifier, from) {
		return this.load(placeOf(specifier, from));
	}
	requireFor(file, module) {
		const require = (specifier) => {
			const reached = this.reach(specifier, file, module);
			if (this.pending.has(reached)) throw new Waiting(file, specifier);
			return reached;
		};
		const resolve = (specifier) => BUILTIN.has(specifier) ? specifier : placeOf(specifier, file);
		return Object.assign(require, {
			resolve,
			cache: {},
			main: void 0,
			extensions: {}
		});
	}
	/** What a file gets for a specifier, or a promise of it. */
	reach(specifier, file, module) {
		const name = specifier.startsWith("node:") ? specifier.slice(5) : specifier;
		if (specifier === "seedstorm/node" || specifier !== name || BUILTIN.has(name)) return this.builtin(name);
		const shared = this.shared?.(specifier, file);
		return shared === void 0 ? this.load(placeOf(specifier, file), module) : shared.exports;
	}
};
/** A file cannot go on before another is through. ES modules are begun anew, and wait; `require` cannot, as in Node. */
var Waiting = class extends Error {
	by;
	code = "ERR_REQUIRE_ASYNC_MODULE";
	constructor(by, specifier) {
		super(`${by}: require('${specifier}'): that file awaits at its top level; use import() instead`);
		this.by = by;
	}
};
function isAbove(module, below) {
	for (let at = below; at !== void 0; at = at.parent) if (at === module) return true;
	return false;
}
/** What `import()` of a CommonJS file gives. */
function asNamespace(exports) {
	const isObject = (typeof exports === "object" || typeof exports === "function") && exports !== null;
	if (isObject && "__esModule" in exports) return exports;
	return Object.defineProperty({
		...isObject ? exports : {},
		default: exports
	}, "__esModule", { value: true });
}
// programs/loader/shared.ts
/** Packages that all processes share, because somebody said that they keep nothing: loaded once, outside of every node. */
const require$2 = createRequire(new URL("./loader/shared.js", import.meta.url).href);
let once$1;
let files$1;
/** What all of a process have, in the place of what an incarnation has for itself. */
function modulesOfAll(jiti, builtin = (name) => require$2(name), shared) {
	const { console, fetch, WebAssembly } = globalThis;
	return new Modules(jiti, {
		process,
		global: globalThis,
		console,
		fetch,
		WebAssembly
	}, builtin, shared);
}
/** What they write is written by whichever program calls them. */
function builtinOfShared(name) {
	files$1 ??= sharedFiles();
	if (name === "fs") return files$1;
	return name === "fs/promises" ? files$1.promises : require$2(name);
}
/**
* @param names of packages, each with all its files
* @param from the file that finds them
* @throws InputError for one that is not there
*/
function sharedPackages(names, from, jiti) {
	if (names.length === 0) return void 0;
	const modules = once$1 ??= modulesOfAll(jiti, builtinOfShared);
	const load = (specifier, file) => ({ exports: outsideOfNodes(() => modules.require(specifier, file)) });
	for (const name of names) try {
		load(name, from);
	} catch (error) {
		if (error.code !== "MODULE_NOT_FOUND") throw error;
		throw new InputError("shared", `expected packages that ${from} can load; it finds no ${name}`);
	}
	return (specifier, file) => names.some((name) => specifier === name || specifier.startsWith(`${name}/`)) ? load(specifier, file) : void 0;
}
// programs/fresh-modules.ts
/** `freshModules`: a program in a file of its own, whose modules each incarnation loads anew. */
const OPTIONS$1 = [
	"file",
	"export",
	"shared"
];
const require$1 = createRequire(new URL("./fresh-modules.js", import.meta.url).href);
/**
* A program made by `asyncProgram` or `stateMachine`, with modules of its own in every incarnation. In a file that the
* scenario imports, a variable of a module, or of a package, is one for all nodes and runs, and a crash keeps it; here
* it is the process's, and a crash loses it.
* @throws InputError in one sentence where there is no such file, or no program in it
*/
function freshModules(options) {
	assertOptions(options, OPTIONS$1, "freshModules");
	const { path, named, jiti } = entryOf(options.file, "file", freshModules);
	const { export: name = "default" } = options;
	const shared = sharedPackages(options.shared ?? [], path, jiti);
	const load = () => {
		const exported = modulesOfAll(jiti, builtin, (specifier, file) => specifier === "seedstorm" ? { exports: sim_exports } : shared?.(specifier, file)).load(path);
		if (isPromise(exported)) throw new InputError("file", `expected modules that are there at once; ${named} awaits at its top level`);
		const program = exported[name];
		if (isProgram(program)) return program;
		const there = Object.keys(exported).filter((other) => other !== "__esModule");
		throw new InputError("export", `expected a program under '${name}' of ${named}, got ${shown(program)}; it exports ${there.join(", ") || "nothing"}`);
	};
	const { style } = load();
	return {
		style,
		drive: (node) => load().drive(node)
	};
}
function builtin(name) {
	if (name === "seedstorm/node") throw new Error("seedstorm/node is for the files of nodeProgram: a program of freshModules has its node");
	return require$1(name);
}
// programs/net/internals.ts
/**
* What of Node's own inside `net` stands on: handles of libuv, of which ours are look-alikes in JavaScript. It is looked
* for once, and a Node that lacks any of it is refused in one sentence.
*/
let found;
/** @throws Error in one sentence where this Node is made otherwise */
function netInternals() {
	return found ??= lookForThem();
}
function lookForThem() {
	const { binding } = process;
	const streams = binding?.("stream_wrap") ?? {};
	const uv = binding?.("uv") ?? {};
	const handle = {
		getAsyncId: () => 0,
		readStart: () => 0,
		readStop: () => 0,
		close() {},
		ref() {},
		unref() {}
	};
	new net.Socket({
		handle,
		manualStart: true
	});
	const owner = Object.getOwnPropertySymbols(handle).find(({ description }) => description === "owner_symbol");
	const { onread } = handle;
	const places = [
		streams["kReadBytesOrError"],
		streams["kArrayBufferOffset"],
		streams["kBytesWritten"],
		streams["kLastWriteWasAsync"]
	];
	const state = streams["streamBaseState"];
	if (owner === void 0 || onread === void 0 || state === void 0 || !places.every((place) => typeof place === "number") || typeof uv["UV_ECONNRESET"] !== "number") throw new Error(`Node ${process.version} is made otherwise inside than Node 20 to 24: programs cannot run in it`);
	const [readBytesOrError, arrayBufferOffset, bytesWritten, lastWriteWasAsync] = places;
	return {
		state,
		readBytesOrError,
		arrayBufferOffset,
		bytesWritten,
		lastWriteWasAsync,
		lastWriteError: streams["kLastWriteErr"],
		uv,
		owner,
		onread
	};
}
// programs/net/handle.ts
/** What Node asks of every handle: its number, and whether it keeps the process alive. */
var Handle = class {
	holds = true;
	/** Nothing of Node's hooks tells them apart. */
	getAsyncId() {
		return 1;
	}
	hasRef() {
		return this.holds;
	}
	ref() {
		this.holds = true;
	}
	unref() {
		this.holds = false;
	}
};
// programs/net/udp-handle.ts
/** The handle under a socket of `dgram`: what libuv's UDP handle is in life. Datagrams of the world carry what it sends. */
/** The largest that one packet of IPv4 holds. */
const LARGEST = 65507;
var UdpHandle = class extends Handle {
	host;
	lookup;
	port = 0;
	address = "0.0.0.0";
	peer;
	reading = false;
	constructor(host, lookup) {
		super();
		this.host = host;
		this.lookup = lookup;
	}
	bind(address, port) {
		if (this.port !== 0) return code$1("UV_EINVAL");
		const wanted = port === 0 ? this.host.freeUdpPort() : port;
		if (this.host.udp.has(wanted)) return code$1("UV_EADDRINUSE");
		this.port = wanted;
		this.address = address;
		this.host.udp.set(wanted, this);
		return 0;
	}
	connect(address, port) {
		this.peer = {
			address,
			port
		};
		return 0;
	}
	disconnect() {
		if (this.peer === void 0) return code$1("UV_ENOTCONN");
		this.peer = void 0;
		return 0;
	}
	/** @param more port and address, unless it is connected @returns an error, or one more than the bytes sent */
	send(_request, parts, _count, ...more) {
		const to = this.peer ?? (more.length > 2 ? {
			port: more[0],
			address: more[1]
		} : void 0);
		if (to === void 0) return code$1("UV_EDESTADDRREQ");
		if (isForMany(to.address)) throw new Error(`dgram: ${to.address} is an address of many, and a world has none: send to each node by its name`);
		if (this.port === 0) this.bind("0.0.0.0", 0);
		const bytes = new Uint8Array(Buffer.concat(parts));
		if (bytes.length > LARGEST) return code$1("UV_EMSGSIZE");
		const { port } = to;
		const datagram = {
			port,
			from: this.port,
			bytes,
			sum: digest([
				port,
				this.port,
				bytes
			], 0)
		};
		return this.host.sendDatagram(to.address, datagram) ? bytes.length + 1 : code$1("UV_ENETUNREACH");
	}
	recvStart() {
		this.reading = true;
		return 0;
	}
	recvStop() {
		this.reading = false;
		return 0;
	}
	/** Nobody is told of what is damaged, or comes from another than the one it is connected to. */
	arrived(address, { port, from, bytes, sum }) {
		const { peer } = this;
		if (!this.reading || sum !== digest([
			port,
			from,
			bytes
		], 0)) return;
		if (peer !== void 0 && (peer.port !== from || peer.address !== address)) return;
		const size = bytes.length;
		this.onmessage(size, this, Buffer.from(bytes), {
			address,
			family: "IPv4",
			port: from,
			size
		});
	}
	close(done) {
		this.reading = false;
		if (this.host.udp.get(this.port) === this) this.host.udp.delete(this.port);
		if (done !== void 0) this.host.after(1, () => done.call(this));
	}
	getsockname(out) {
		if (this.port === 0) return code$1("UV_EBADF");
		const { peer } = this;
		const way = peer?.address.startsWith("127.") === true ? "127.0.0.1" : this.host.address;
		const own = this.address === "0.0.0.0" && peer !== void 0 ? way : this.address;
		Object.assign(out, {
			address: own,
			port: this.port,
			family: "IPv4"
		});
		return 0;
	}
	getpeername(out) {
		if (this.peer === void 0) return code$1("UV_ENOTCONN");
		Object.assign(out, {
			...this.peer,
			family: "IPv4"
		});
		return 0;
	}
	bufferSize() {
		return 212992;
	}
	getSendQueueSize() {
		return 0;
	}
	getSendQueueCount() {
		return 0;
	}
	setBroadcast = done;
	setTTL = done;
	setMulticastTTL = done;
	setMulticastLoopback = done;
	setMulticastInterface = done;
	addMembership = refuse$2;
	dropMembership = refuse$2;
	addSourceSpecificMembership = refuse$2;
	dropSourceSpecificMembership = refuse$2;
};
function done() {
	return 0;
}
function refuse$2() {
	throw new Error("dgram: a world has no groups of addresses: send to each node by its name");
}
/** Broadcast, and multicast. */
function isForMany(address) {
	const first = Number(address.split(".")[0]);
	return address.endsWith(".255") || first >= 224;
}
function code$1(name) {
	return netInternals().uv[name];
}
// programs/net/dgram.ts
/** `dgram` as a program in a world has it: Node's own sockets on handles of the world. */
function ownDgram(host) {
	class Socket extends dgram.Socket {
		constructor(given, heard) {
			const { type, lookup = dns.lookup } = typeof given === "object" ? given : { type: given };
			if (type === "udp6") throw new Error("dgram: addresses of a world are those of IPv4: use udp4");
			super(given, heard);
			const state = stateOf(this);
			state.handle.close();
			const found = (name, done) => lookup(name || "127.0.0.1", 4, done);
			const handle = new UdpHandle(host, found);
			handle[netInternals().owner] = this;
			state.handle = handle;
		}
	}
	const createSocket = (type, heard) => new Socket(type, heard);
	return {
		...dgram,
		Socket,
		createSocket
	};
}
/** @throws Error where this Node is made otherwise */
function stateOf(socket) {
	const symbol = Object.getOwnPropertySymbols(socket).find(({ description }) => description === "state symbol");
	const state = symbol === void 0 ? void 0 : socket[symbol];
	if (state?.handle === void 0) throw new Error(`Node ${process.version} keeps the handle of a datagram socket elsewhere`);
	return state;
}
// programs/net/own-http.ts
/** `http` as a program in a world has it: Node's own, whose connections that are kept open belong to one process. */
function ownHttp() {
	let globalAgent = new http.Agent({
		keepAlive: true,
		scheduling: "lifo",
		timeout: 5e3
	});
	const agent = {
		get: () => globalAgent,
		set: (other) => void (globalAgent = other)
	};
	return withAgent({
		...http,
		...clientsOf$1(() => globalAgent)
	}, agent);
}
/** With a `globalAgent` that can be another. */
function withAgent(own, agent) {
	return Object.defineProperty(own, "globalAgent", {
		...agent,
		configurable: true,
		enumerable: true
	});
}
/** `request` and `get`, by the agent of one process. */
function clientsOf$1(agent) {
	const request = (...given) => {
		const [url, options, callback] = readRequest(given);
		const more = {
			...options,
			_defaultAgent: agent()
		};
		return url === void 0 ? http.request(more, callback) : http.request(url, more, callback);
	};
	const get = (...given) => {
		const asked = request(...given);
		asked.end();
		return asked;
	};
	return {
		request,
		get
	};
}
/** `request(url)`, `request(options)`, `request(url, options)`, each with or without a callback. */
function readRequest(given) {
	const left = [...given];
	return [
		typeof left[0] === "string" || left[0] instanceof URL ? left.shift() : void 0,
		typeof left[0] === "object" && left[0] !== null ? left.shift() : {},
		left[0]
	];
}
// programs/net/plain-tls.ts
/**
* `tls` as a program in a world has it: plain bytes, behind a handshake of one round trip as TLS 1.3 has it. Nothing is
* encrypted, no certificate is looked at, and everybody is who they say they are.
*/
/** The first byte of a handshake: what begins otherwise is no TLS. */
const HANDSHAKE = "";
/** What a socket of TLS says of itself; a socket of net that has shaken hands becomes one. */
var TLSSocket = class extends net.Socket {
	getPeerCertificate() {
		return certificateOf(this.servername === false ? "localhost" : this.servername);
	}
	getCertificate() {
		return certificateOf("localhost");
	}
	getProtocol() {
		return "TLSv1.3";
	}
	getCipher() {
		const name = "TLS_AES_256_GCM_SHA384";
		return {
			name,
			standardName: name,
			version: "TLSv1.3"
		};
	}
	getSession() {}
	isSessionReused() {
		return false;
	}
	setMaxSendFragment() {
		return true;
	}
	setSession() {}
	setServername() {}
};
function certificateOf(name) {
	return {
		subject: { CN: name },
		issuer: { CN: "a world" },
		subjectaltname: `DNS:${name}`,
		valid_from: "Jan  1 00:00:00 2020 GMT",
		valid_to: "Jan  1 00:00:00 2100 GMT",
		serialNumber: "01"
	};
}
/** `tls.connect` in all its forms. */
function connect(...given) {
	const heard = typeof given.at(-1) === "function" ? given.pop() : void 0;
	const more = given.filter((one) => typeof one === "object" && one !== null);
	const [port, host] = given.filter((one) => typeof one !== "object");
	const named = port === void 0 ? {} : {
		port,
		...host === void 0 ? {} : { host }
	};
	const options = Object.assign({}, named, ...more);
	const socket = options.socket ?? new net.Socket(options);
	const { timeout } = options;
	if (timeout !== void 0 && options.socket === void 0) socket.setTimeout(timeout);
	const name = options.servername ?? options.host ?? "localhost";
	const servername = net.isIP(name) === 0 ? name : "";
	become(socket, servername);
	if (heard !== void 0) socket.once("secureConnect", heard);
	socket.cork();
	const begin = () => {
		say(socket, {
			servername,
			alpn: protocolsOf(options.ALPNProtocols)
		});
		hear(socket, ({ alpn }) => {
			Object.assign(socket, {
				authorized: true,
				alpnProtocol: alpn[0] ?? false
			});
			socket.uncork();
			socket.emit("secureConnect");
		});
	};
	if (options.socket === void 0) {
		socket.once("connect", begin);
		socket.connect(options);
	} else if (socket.connecting) socket.once("connect", begin);
	else begin();
	return socket;
}
/** The server's side. @param done takes the socket once hands are shaken */
function accept(socket, ownProtocols, done) {
	become(socket, "");
	hear(socket, ({ servername = "", alpn }) => {
		const chosen = protocolsOf(ownProtocols).find((protocol) => alpn.includes(protocol));
		Object.assign(socket, {
			servername: servername || false,
			alpnProtocol: chosen ?? false
		});
		say(socket, { alpn: chosen === void 0 ? [] : [chosen] });
		done(socket);
	});
}
/** `tls`, of which all that is data is Node's own. */
function ownTls() {
	const createServer = (options, heard) => {
		const listener = typeof options === "function" ? options : heard;
		const settings = typeof options === "object" && options !== null ? options : {};
		const server = net.createServer(settings);
		server.on("connection", (socket) => accept(socket, settings.ALPNProtocols, (secure) => server.emit("secureConnection", secure)));
		if (listener !== void 0) server.on("secureConnection", listener);
		return Object.assign(server, {
			setSecureContext: () => void 0,
			addContext: () => void 0
		});
	};
	const createSecureContext = () => ({ context: {} });
	return {
		...tls,
		TLSSocket,
		connect,
		createServer,
		createSecureContext
	};
}
function become(socket, servername) {
	Object.setPrototypeOf(socket, TLSSocket.prototype);
	Object.assign(socket, {
		encrypted: true,
		authorized: false,
		authorizationError: null,
		alpnProtocol: false
	}, { servername: servername === "" ? false : servername });
}
/** Past whatever waits in the socket. */
function say(socket, hello) {
	const { _handle: handle } = socket;
	handle?.writeUtf8String({ oncomplete: () => void 0 }, `${HANDSHAKE}${JSON.stringify(hello)}\n`);
}
/**
* Reads the other end's first line, below the socket, which may be read by the program already; what comes after it is
* the program's.
*/
function hear(socket, done) {
	const { _handle: handle } = socket;
	if (handle?.onread === void 0) throw new Error("tls: inside a world only sockets of net carry TLS");
	const { state, readBytesOrError, arrayBufferOffset } = netInternals();
	const { onread } = handle;
	let begun = Buffer.alloc(0);
	handle.onread = (part) => {
		if (part === void 0) {
			handle.onread = onread;
			return brokenOff(socket, "Client network socket disconnected before secure TLS connection was established");
		}
		begun = Buffer.concat([begun, Buffer.from(part, state[arrayBufferOffset], state[readBytesOrError])]);
		const end = begun.indexOf(10);
		if (begun[0] !== HANDSHAKE.charCodeAt(0)) {
			handle.onread = onread;
			socket.destroy(Object.assign(new Error(WRONG_VERSION), {
				code: "EPROTO",
				syscall: "write"
			}));
			return;
		}
		if (end < 0) return void 0;
		handle.onread = onread;
		const rest = new Uint8Array(begun.subarray(end + 1));
		done(JSON.parse(begun.subarray(1, end).toString()));
		if (rest.length === 0 || socket.destroyed) return void 0;
		state[readBytesOrError] = rest.length;
		state[arrayBufferOffset] = 0;
		return onread.call(handle, rest.buffer);
	};
}
const WRONG_VERSION = "write EPROTO: the other end does not speak TLS (wrong version number)";
function brokenOff(socket, message) {
	socket.destroy(Object.assign(new Error(message), { code: "ECONNRESET" }));
}
/** A list of names, or the same as TLS writes it. */
function protocolsOf(given) {
	if (Array.isArray(given)) return given.map(String);
	if (!(given instanceof Uint8Array)) return [];
	const names = [];
	for (let at = 0; at < given.length; at += 1 + given[at]) names.push(Buffer.from(given.subarray(at + 1, at + 1 + given[at])).toString());
	return names;
}
// programs/net/plain-https.ts
/** `https` as a program in a world has it: Node's own http on sockets that have shaken hands. */
var Agent = class extends http.Agent {
	defaultPort = 443;
	protocol = "https:";
	createConnection(options) {
		return connect(options);
	}
};
function ownHttps() {
	let globalAgent = new Agent({
		keepAlive: true,
		scheduling: "lifo",
		timeout: 5e3
	});
	const createServer = (options, heard) => {
		const listener = typeof options === "function" ? options : heard;
		const settings = typeof options === "object" && options !== null ? options : {};
		const server = http.createServer(settings, listener);
		const serve = server.listeners("connection").find(({ name }) => name.includes("connectionListener"));
		if (serve === void 0) throw new Error(`Node ${process.version} serves http otherwise inside`);
		server.removeListener("connection", serve);
		server.on("secureConnection", serve);
		server.on("connection", (socket) => accept(socket, settings.ALPNProtocols ?? ["http/1.1"], (secure) => server.emit("secureConnection", secure)));
		return Object.assign(server, {
			setSecureContext: () => void 0,
			addContext: () => void 0
		});
	};
	return withAgent({
		Agent,
		Server: http.Server,
		createServer,
		...clientsOf$1(() => globalAgent)
	}, {
		get: () => globalAgent,
		set: (other) => void (globalAgent = other)
	});
}
// programs/builtins.ts
/** Modules of Node's as a program in a world sees them: most as they are, some of its own, some refused by name. */
const require = createRequire(new URL("./builtins.js", import.meta.url).href);
/** Why a module is not there. */
const REFUSED$1 = {
	child_process: "a child process is a real one, and no seed decides what it does: make it a node of its own",
	cluster: "workers of a cluster are real processes: make each a node of its own",
	worker_threads: "threads run at the same time, in an order that no seed decides",
	http2: "HTTP/2 works on native sockets, which a world has not: use http or https inside the world",
	inspector: "no debugger can be opened inside a world",
	repl: "nobody is there to type"
};
/** What only marks an object for threads that there are not: undici does so while it loads. */
const HARMLESS = /* @__PURE__ */ new Set([...[
	"markAsUncloneable",
	"markAsUntransferable",
	"isMarkedAsUntransferable"
]]);
/** What refuses may be loaded all the same: packages do, and never call it. */
function builtinsOf(own) {
	const made = /* @__PURE__ */ new Map();
	const make = (name) => {
		if (Object.hasOwn(REFUSED$1, name)) return refusing(name, require(name), REFUSED$1[name]);
		switch (name) {
			case "process": return own.process;
			case "console": return own.console;
			case "seedstorm/node": return own.face;
			case "tls": return ownTls();
			case "https": return ownHttps();
			case "http": return ownHttp();
			case "fs": return own.files();
			case "fs/promises": return builtin("fs").promises;
			case "dgram": return ownDgram(own.card);
			case "dns": return ownDns();
			case "dns/promises": return ownDns().promises;
			default: return require(name);
		}
	};
	const builtin = (name) => {
		if (!made.has(name)) made.set(name, make(name));
		return made.get(name);
	};
	return builtin;
}
/** Its functions say why they are not there; its data (a list of errors, say) is as it is. */
function refusing(name, module, why) {
	const refused = {};
	for (const [key, value] of Object.entries(module)) if (typeof value !== "function" || HARMLESS.has(key)) refused[key] = value;
	else refused[key] = function refuse() {
		throw new Error(`${name}.${key}: ${why}`);
	};
	return name === "worker_threads" ? {
		...refused,
		isMainThread: true,
		threadId: 0,
		parentPort: null
	} : refused;
}
/** Names are names of nodes; of other records there are none. */
function ownDns() {
	const lookup = (host, options = {}) => new Promise((found, failed) => dns.lookup(host, options, (error, address, family) => {
		if (error !== null) failed(error);
		else found(options.all === true ? address : {
			address,
			family
		});
	}));
	const resolve4 = async (host) => {
		const { address } = await lookup(host);
		return [address];
	};
	const none = async (host) => {
		await Promise.resolve();
		throw Object.assign(/* @__PURE__ */ new Error(`query ENODATA ${host}`), {
			code: "ENODATA",
			syscall: "query",
			hostname: host
		});
	};
	const queries = {
		resolve4,
		resolve: resolve4,
		resolve6: none,
		resolveTxt: none,
		resolveSrv: none,
		resolveMx: none
	};
	const withCallbacks = Object.fromEntries(Object.entries(queries).map(([name, query]) => [name, (host, ...rest) => {
		const done = rest.at(-1);
		query(host).then((found) => done(null, found), done);
	}]));
	const settings = {
		setServers: () => void 0,
		getServers: () => ["10.0.0.0"]
	};
	class Resolver {}
	Object.assign(Resolver.prototype, withCallbacks, settings, { cancel: () => void 0 });
	class PromisesResolver {}
	Object.assign(PromisesResolver.prototype, queries, settings, { cancel: () => void 0 });
	return {
		...dns,
		...withCallbacks,
		...settings,
		Resolver,
		promises: {
			...dns.promises,
			...queries,
			...settings,
			lookup,
			Resolver: PromisesResolver
		}
	};
}
// programs/fs/arguments.ts
/**
* What programs give to file operations, read as Node reads it. What Node refuses, Node itself is asked to refuse, so that
* its error is the genuine one: what it refuses never reaches the real disk.
*/
const real = fs;
/** Nobody has it open. */
const NO_FILE = 2147483647;
/** @throws Node's own error, or a TypeError where this Node would take it */
function refusedBy(name, ...given) {
	real[name]?.(...given);
	throw new TypeError(`fs.${name}: this cannot be read`);
}
/** A path as text. */
function pathOf(given, name = "access") {
	if (typeof given === "string" && !given.includes("\0")) return given;
	if (given instanceof URL && given.protocol === "file:") return pathOf(fileURLToPath(given));
	if (given instanceof Uint8Array && !given.includes(0)) return Buffer.from(given).toString();
	return refusedBy(`${name}Sync`, given);
}
function isFd(given) {
	return typeof given === "number" && Number.isInteger(given) && given >= 0 && given <= NO_FILE;
}
function fdOf(given) {
	return isFd(given) ? given : refusedBy("fsyncSync", given);
}
const FLAGS = /^(?:[rs]\+?|rs\+?|sr\+?|(?:[wa]x?|xw|xa)\+?|a(?:s|x)?\+?|sa\+?)$/;
const { O_APPEND: O_APPEND$1, O_CREAT: O_CREAT$1, O_EXCL: O_EXCL$1, O_RDONLY: O_RDONLY$1, O_RDWR: O_RDWR$2, O_SYNC: O_SYNC$1, O_TRUNC: O_TRUNC$1, O_WRONLY: O_WRONLY$1 } = fs.constants;
/** `r+`, `wx`, or a number. */
function flagsOf(given) {
	if (given === void 0 || given === null) return O_RDONLY$1;
	if (typeof given === "number") return given | 0;
	if (typeof given !== "string" || !FLAGS.test(given) || given === "s" || given === "s+") return refusedBy("openSync", "/", given);
	return (given.includes("+") ? O_RDWR$2 : given.includes("r") ? O_RDONLY$1 : O_WRONLY$1) | (given.includes("w") ? O_CREAT$1 | O_TRUNC$1 : 0) | (given.includes("a") ? O_CREAT$1 | O_APPEND$1 : 0) | (given.includes("x") ? O_EXCL$1 : 0) | (given.includes("s") ? O_SYNC$1 : 0);
}
/** Permissions: a number, or text of octal digits. */
function modeOf(given, usual) {
	if (given === void 0 || given === null) return usual;
	const mode = typeof given === "string" && /^[0-7]+$/.test(given) ? parseInt(given, 8) : given;
	if (typeof mode === "number" && Number.isInteger(mode) && mode >= 0 && mode <= 4294967295) return mode;
	return refusedBy("chmodSync", "/", given);
}
/** An object of options; a text is that of the encoding. */
function optionsOf(given) {
	if (given === void 0 || given === null || typeof given === "function") return {};
	const options = typeof given === "string" ? { encoding: given } : given;
	if (typeof options !== "object") return refusedBy("readdirSync", "/", given);
	const { encoding } = options;
	if (encoding !== void 0 && encoding !== null && encoding !== "buffer" && !Buffer.isEncoding(encoding)) return refusedBy("readdirSync", "/", { encoding });
	return options;
}
/** A name or path as the program wants it. */
function encoded(text, encoding) {
	if (encoding === "buffer") return Buffer.from(text);
	return typeof encoding === "string" && encoding !== "utf8" ? Buffer.from(text).toString(encoding) : text;
}
/** What is written to a file as a whole. */
function dataOf(given, encoding) {
	if (typeof given === "string") return Buffer.from(given, encoding ?? "utf8");
	if (ArrayBuffer.isView(given)) return viewOf(given);
	return refusedBy("writeFileSync", NO_FILE, given);
}
function viewOf(view) {
	return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}
/** A moment: seconds since 1970, or a Date. @returns milliseconds */
function momentOf(given) {
	if (given instanceof Date) return given.getTime();
	const seconds = typeof given === "string" ? Number(given) : given;
	if (typeof seconds === "number" && Number.isFinite(seconds)) return seconds * 1e3;
	return refusedBy("utimesSync", "/", given, given);
}
/** A place in a file. Null: where the last operation ended. */
function positionOf(given) {
	return (typeof given === "number" || typeof given === "bigint") && given >= 0 ? Number(given) : null;
}
/** `(fd, buffer, offset, length, position)`, `(fd, buffer, options)` or `(fd, options)`, as `read` takes them. */
function readPiece([first, second, ...rest]) {
	const isBuffer = ArrayBuffer.isView(first);
	const options = isBuffer ? second : first;
	const byName = typeof options === "object" && options !== null ? options : {};
	const buffer = isBuffer ? first : byName["buffer"] ?? Buffer.alloc(16384);
	if (!ArrayBuffer.isView(buffer) || first !== void 0 && typeof first !== "object") return refusedBy("readSync", NO_FILE, isBuffer ? buffer : first, 0, 1, null);
	const { offset = 0, length = void 0, position = null } = typeof options === "object" ? byName : {
		offset: second ?? 0,
		length: rest[0],
		position: rest[1]
	};
	return pieceOf("readSync", buffer, offset, length, position);
}
/** As `write` takes them: those of `read`, or `(fd, text, position, encoding)`. */
function writePiece([first, second, third, fourth]) {
	if (typeof first === "string") {
		const bytes = Buffer.from(first, typeof third === "string" ? third : "utf8");
		return {
			buffer: bytes,
			bytes,
			position: positionOf(second)
		};
	}
	if (!ArrayBuffer.isView(first)) return refusedBy("writeSync", NO_FILE, first);
	if (typeof second !== "object" || second === null) return pieceOf("writeSync", first, second ?? 0, third, fourth);
	const { offset = 0, length, position } = second;
	return pieceOf("writeSync", first, offset, length, position);
}
function pieceOf(name, buffer, offset, length, position) {
	const from = offset ?? 0;
	const count = length ?? buffer.byteLength - Number(from);
	if (!isFd(from) || !isFd(count) || from + count > buffer.byteLength) return refusedBy(name, NO_FILE, buffer, offset, count, position);
	return {
		buffer,
		bytes: viewOf(buffer).subarray(from, from + count),
		position: positionOf(position)
	};
}
/** A function that is called in the end. */
function callbackOf(given) {
	const at = given.findLastIndex((one) => typeof one === "function");
	if (at < 0) return refusedBy("access", "/", 0, given.length > 1 ? given.at(-1) : void 0);
	return [given.slice(0, at), given[at]];
}
// programs/fs/steps.ts
function* step(takes, act) {
	return yield {
		takes,
		act
	};
}
/** All at once: a process that waits for its disk does nothing else, and virtual time stands still while code runs. */
function atOnce(steps) {
	let next = steps.next();
	while (next.done !== true) next = after(steps, next.value);
	return next.value;
}
/**
* Each step happens when its time is over.
* @param next what `steps.next()` said: what it refuses, it refuses before anything takes time
*/
async function inTime(steps, next, wait) {
	while (next.done !== true) {
		await wait(next.value.takes);
		next = after(steps, next.value);
	}
	return next.value;
}
function after(steps, { act }) {
	let value;
	try {
		value = act();
	} catch (error) {
		return steps.throw(error);
	}
	return steps.next(value);
}
// programs/fs/callbacks.ts
/** File operations that tell their end by a callback. What they refuse, they refuse at once. */
/** What those that count bytes tell besides: names of both in the promise that `promisify` makes. */
const COUNTED = {
	read: ["bytesRead", "buffer"],
	write: ["bytesWritten", "buffer"],
	readv: ["bytesRead", "buffers"],
	writev: ["bytesWritten", "buffers"]
};
function withCallback(name, operation, wait) {
	const counted = COUNTED[name];
	const call = (...all) => {
		const [given, done] = name === "close" && all.length === 1 ? [all, throwing] : callbackOf(all);
		const [asked, more] = name === "read" ? buffered(given) : [given, given.slice(1, 2)];
		const steps = operation(...asked);
		told$1(inTime(steps, steps.next(), wait), (error, value) => {
			if (error !== null) done(error);
			else if (value === void 0) done(null);
			else done(null, value, ...counted === void 0 ? [] : more);
		});
	};
	Object.defineProperty(call, "name", { value: name });
	if (counted === void 0) return call;
	const promised = (...given) => new Promise((resolve, reject) => call(...given, (error, count, what) => {
		if (error !== null) reject(error);
		else resolve({
			[counted[0]]: count,
			[counted[1]]: what
		});
	}));
	return Object.assign(call, { [promisify.custom]: promised });
}
/** Who closes a file need not say who hears of it. */
function throwing(error) {
	if (error !== null) throw error;
}
/** The only one that says nothing of errors. */
function existsOf(operation, wait) {
	const call = (...all) => {
		const [given, done] = callbackOf(all);
		const steps = operation(...given);
		told$1(inTime(steps, steps.next(), wait), (error, isThere) => done(error === null && isThere));
	};
	const promised = (path) => new Promise((resolve) => call(path, resolve));
	return Object.assign(call, { [promisify.custom]: promised });
}
/** What the callback throws, nobody has caught. */
function told$1(promise, done) {
	promise.then((value) => process.nextTick(done, null, value), (error) => process.nextTick(done, error));
}
/** The buffer that is told in the end is there from the start. */
function buffered([fd, ...given]) {
	const { buffer, bytes, position } = readPiece(given);
	return [[
		fd,
		bytes,
		0,
		bytes.length,
		position
	], [buffer]];
}
// programs/fs/errors.ts
/** Errors of file operations as Node makes them: the same code, number, text and properties. */
const numbers = /* @__PURE__ */ new Map();
function fileError(code, { syscall, path, dest }) {
	if (numbers.size === 0) for (const [number, [name, text]] of getSystemErrorMap()) numbers.set(name, [number, text]);
	const [errno, text] = numbers.get(code) ?? [0, ""];
	const where = path === void 0 ? "" : ` '${path}'`;
	const error = /* @__PURE__ */ new Error(`${code}: ${text}, ${syscall}${where}${dest === void 0 ? "" : ` -> '${dest}'`}`);
	return Object.assign(error, {
		errno,
		code,
		syscall,
		...path === void 0 ? {} : { path },
		...dest === void 0 ? {} : { dest }
	});
}
/** What went wrong, by its code; who asked makes an error of it that says what was asked. */
var Failure = class {
	code;
	constructor(code) {
		this.code = code;
	}
};
/** Does something of which failures are told as errors of that operation. */
function telling(subject, act) {
	try {
		return act();
	} catch (error) {
		if (error instanceof Failure) throw fileError(error.code, subject);
		if (!(error instanceof DiskError)) throw error;
		const told = fileError(error.code, subject);
		fromDisk.add(told);
		throw told;
	}
}
/** Errors that Node's own code makes of a file that is none or a folder that it must not be. */
function refusedFolder(syscall, text, path) {
	const message = "is a directory";
	const error = /* @__PURE__ */ new Error(`${text}: ${syscall} returned EISDIR (${message}) ${path}`);
	const { EISDIR } = constants.errno;
	return Object.assign(Object.defineProperty(error, "name", {
		value: "SystemError",
		configurable: true
	}), {
		code: "ERR_FS_EISDIR",
		info: {
			code: "EISDIR",
			message,
			path,
			syscall,
			errno: EISDIR
		},
		errno: EISDIR,
		syscall,
		path
	});
}
// programs/fs/folder.ts
/** An open folder, as `opendir` gives it: its entries one after the other. */
var Dir = class {
	path;
	#found;
	#at = 0;
	#isOpen = true;
	/** @param found what the folder held when it was opened */
	constructor(path, found) {
		this.path = path;
		this.#found = found;
	}
	read(done) {
		if (done === void 0) return Promise.resolve().then(() => this.readSync());
		try {
			const entry = this.readSync();
			process.nextTick(done, null, entry);
		} catch (error) {
			process.nextTick(done, error);
		}
	}
	readSync() {
		this.assertOpen("read");
		return this.#found[this.#at++] ?? null;
	}
	close(done) {
		if (done === void 0) return Promise.resolve().then(() => this.closeSync());
		this.closeSync();
		process.nextTick(done, null);
	}
	closeSync() {
		this.assertOpen("close");
		this.#isOpen = false;
	}
	async *entries() {
		try {
			for (let entry = await this.read(); entry !== null; entry = await this.read()) yield entry;
		} finally {
			this.#isOpen = false;
		}
	}
	[Symbol.asyncIterator]() {
		return this.entries();
	}
	assertOpen(syscall) {
		if (this.#isOpen) return;
		throw Object.assign(fileError("EBADF", { syscall }), {
			code: "ERR_DIR_CLOSED",
			message: "Directory handle was closed"
		});
	}
};
// programs/fs/tree.ts
var Tree = class {
	machine;
	inodes = /* @__PURE__ */ new Map();
	constructor(machine) {
		this.machine = machine;
	}
	get(ino) {
		return this.inodes.get(ino);
	}
	/** The bytes of a file, as they are now. */
	bytesOf(inode) {
		return this.loaded(inode).subarray(0, inode.size);
	}
	make(made, atMs) {
		const inode = {
			machine: void 0,
			size: 0,
			...made,
			uid: 1e3,
			gid: 1e3,
			names: 0,
			version: 0,
			own: made.machine === void 0,
			bytes: made.machine === void 0 ? /* @__PURE__ */ new Uint8Array(0) : void 0,
			entries: /* @__PURE__ */ new Map(),
			times: {
				accessMs: atMs,
				modifyMs: atMs,
				changeMs: atMs,
				birthMs: atMs
			}
		};
		this.inodes.set(made.ino, inode);
		return inode;
	}
	/** Lets a name point to what is there already, with no change of the folder to see. */
	attach({ folder, name, ino }) {
		this.inodes.get(folder)?.entries.set(name, ino);
		const inode = this.inodes.get(ino);
		if (inode !== void 0) inode.names++;
	}
	/** What it is about may be gone, or never have come to be: then nothing happens. */
	apply(change) {
		if (change.what === "names") return this.applyNames(change);
		const inode = this.inodes.get(change.ino);
		if (inode === void 0) return;
		const { times } = inode;
		times.changeMs = change.atMs;
		switch (change.what) {
			case "write":
				this.resize(inode, Math.max(inode.size, change.at + change.bytes.length));
				inode.bytes?.set(change.bytes, change.at);
				break;
			case "size":
				this.resize(inode, change.size);
				break;
			case "attributes": {
				const { accessMs = times.accessMs, modifyMs = times.modifyMs, ...more } = change.set;
				Object.assign(times, {
					accessMs,
					modifyMs
				});
				Object.assign(inode, more);
				return;
			}
		}
		times.modifyMs = change.atMs;
		inode.own = true;
		inode.version++;
	}
	applyNames({ made, entries, atMs }) {
		if (made !== void 0 && !this.inodes.has(made.ino)) this.make(made, atMs);
		for (const entry of entries) {
			const folder = this.inodes.get(entry.folder);
			if (folder === void 0) continue;
			const before = this.inodes.get(folder.entries.get(entry.name) ?? 0);
			if (entry.ino !== 0 || folder.machine !== void 0) folder.entries.set(entry.name, entry.ino);
			else folder.entries.delete(entry.name);
			const after = this.inodes.get(entry.ino);
			if (after !== void 0) after.names++;
			if (before !== void 0) before.names--;
			for (const touched of [before, after]) if (touched !== void 0) touched.times.changeMs = atMs;
			Object.assign(folder.times, {
				modifyMs: atMs,
				changeMs: atMs
			});
		}
	}
	/** What is added is zero. */
	resize(inode, size) {
		inode.bytes = grown(this.loaded(inode), size);
		if (size < inode.size) inode.bytes.fill(0, size, inode.size);
		inode.size = size;
	}
	loaded(inode) {
		if (inode.bytes === void 0) {
			inode.bytes = this.machine.bytesOf(inode.machine ?? "");
			inode.size = inode.bytes.length;
		}
		return inode.bytes;
	}
};
/** The same bytes with room for so many, twice as much as before if there is not enough. */
function grown(bytes, size) {
	if (size <= bytes.length) return bytes;
	const more = new Uint8Array(Math.max(size, 2 * bytes.length, 64));
	more.set(bytes);
	return more;
}
// programs/fs/lookup.ts
/** Follows paths through the folders and links of a volume. */
const LONGEST_NAME = 255;
/** As Linux. */
const MOST_LINKS = 40;
/** @throws Failure ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG */
function lookUp(volume, cwd, path, follow) {
	if (path === "") throw new Failure("ENOENT");
	const isFolder = /\/\.{0,2}$|^\.{1,2}$/.test(path);
	const way = [{
		inode: volume.cache.get(2),
		name: ""
	}];
	const left = partsOf$1(path.startsWith("/") ? path : `${cwd}/${path}`).reverse();
	const here = () => way.at(-1);
	const pathOf = (name) => `${way.map((part) => part.name).join("/")}/${name}`;
	let links = 0;
	for (let name = left.pop(); name !== void 0; name = left.pop()) {
		const folder = here().inode;
		if (name === "..") {
			if (way.length > 1) way.pop();
			continue;
		}
		if (Buffer.byteLength(name) > LONGEST_NAME) throw new Failure("ENAMETOOLONG");
		const inode = volume.child(folder, name);
		const isLast = left.length === 0;
		if (inode === void 0) {
			if (!isLast) throw new Failure("ENOENT");
			return {
				folder,
				name,
				inode,
				path: pathOf(name),
				isFolder
			};
		}
		if (inode.kind === "link" && (!isLast || follow || isFolder)) {
			if (++links > MOST_LINKS) throw new Failure("ELOOP");
			if (inode.target.startsWith("/")) way.length = 1;
			left.push(...partsOf$1(inode.target).reverse());
			continue;
		}
		if (inode.kind !== "folder") {
			if (!isLast || isFolder) throw new Failure("ENOTDIR");
			return {
				folder,
				name,
				inode,
				path: pathOf(name),
				isFolder
			};
		}
		way.push({
			inode,
			name
		});
	}
	const { inode, name } = way.pop();
	return {
		folder: way.at(-1)?.inode ?? inode,
		name,
		inode,
		path: way.length === 0 ? "/" : pathOf(name),
		isFolder
	};
}
const partsOf$1 = (path) => path.split("/").filter((part) => part !== "" && part !== ".");
// programs/fs/kernel.ts
var Kernel = class {
	caller;
	constructor(caller) {
		this.caller = caller;
	}
	get volume() {
		return this.caller.volume;
	}
	/** Where a path leads. @throws NodeJS.ErrnoException */
	find(subject, path, follow = true) {
		return telling(subject, () => lookUp(this.volume, this.caller.cwd(), path, follow));
	}
	/** What a path leads to. @throws NodeJS.ErrnoException, ENOENT too */
	existing(subject, path, follow = true) {
		const place = this.find(subject, path, follow);
		const { inode } = place;
		return inode === void 0 ? this.fail("ENOENT", subject) : {
			...place,
			inode
		};
	}
	fail(code, subject) {
		return telling(subject, () => {
			throw new Failure(code);
		});
	}
	/** Something is about to be read. @throws NodeJS.ErrnoException EIO */
	reads(subject, path) {
		telling(subject, () => this.caller.storage.check("read", path));
	}
	/** @param needsSpace what it writes makes something longer */
	change(subject, path, change, needsSpace = false) {
		const { storage, isThere, nowMs } = this.caller;
		telling(subject, () => {
			if (!isThere() || !storage.beginWrite(path, needsSpace)) return;
			this.volume.change({
				...change,
				atMs: nowMs()
			});
			storage.endWrite();
		});
	}
	/** Names change, in one step. */
	rename(subject, path, entries, of, made) {
		const about = [.../* @__PURE__ */ new Set([...of.map(({ ino }) => ino), ...entries.flatMap(({ folder, ino }) => [folder, ino])])];
		this.change(subject, path, {
			what: "names",
			made,
			entries,
			about
		}, made?.kind === "folder");
	}
	/** A file, folder or link that was not there. @returns its number */
	make(subject, { folder, name, path }, made) {
		const ino = this.volume.nextIno();
		this.rename(subject, path, [{
			folder: folder.ino,
			name,
			ino
		}], [], {
			...made,
			ino
		});
		return ino;
	}
	isEmpty(folder) {
		return this.volume.namesIn(folder).length === 0;
	}
};
// programs/fs/names.ts
/** Calls that change names, or look at them: mkdir, rename, unlink, link, readdir … */
const { COPYFILE_EXCL, X_OK } = fs.constants;
var Names = class {
	kernel;
	constructor(kernel) {
		this.kernel = kernel;
	}
	mkdir(path, mode) {
		const subject = {
			syscall: "mkdir",
			path
		};
		const place = this.kernel.find(subject, path, false);
		if (place.inode !== void 0) this.kernel.fail("EEXIST", subject);
		this.kernel.make(subject, place, {
			kind: "folder",
			mode: mode & -19,
			target: ""
		});
	}
	/** @throws ENOENT */
	kindOf(path, syscall = "stat", follow = true) {
		return this.kernel.existing({
			syscall,
			path
		}, path, follow).inode.kind;
	}
	exists(path) {
		return this.kernel.find({
			syscall: "lstat",
			path
		}, path, false).inode !== void 0;
	}
	/** A folder with a name that nobody has. */
	mkdtemp(prefix) {
		const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
		const subject = {
			syscall: "mkdtemp",
			path: `${prefix}XXXXXX`
		};
		for (;;) {
			let path = prefix;
			for (let count = 0; count < 6; count++) path += letters[Math.floor(this.kernel.caller.chance() * 62)];
			const place = this.kernel.find(subject, path, false);
			if (place.inode !== void 0) continue;
			this.kernel.make(subject, place, {
				kind: "folder",
				mode: 448,
				target: ""
			});
			return path;
		}
	}
	rmdir(path) {
		const { kernel } = this;
		const subject = {
			syscall: "rmdir",
			path
		};
		const { inode, folder, name, path: real } = kernel.existing(subject, path, false);
		if (inode.kind !== "folder") kernel.fail("ENOTDIR", subject);
		if (inode === folder) kernel.fail("EBUSY", subject);
		if (!kernel.isEmpty(inode)) kernel.fail("ENOTEMPTY", subject);
		kernel.rename(subject, real, [{
			folder: folder.ino,
			name,
			ino: 0
		}], [inode]);
	}
	unlink(path) {
		const { kernel } = this;
		const subject = {
			syscall: "unlink",
			path
		};
		const { inode, folder, name, path: real } = kernel.existing(subject, path, false);
		if (inode.kind === "folder") kernel.fail("EISDIR", subject);
		kernel.rename(subject, real, [{
			folder: folder.ino,
			name,
			ino: 0
		}], [inode]);
	}
	/** In one step: who looks finds the old file or the new one. */
	rename(from, to) {
		const { kernel } = this;
		const subject = {
			syscall: "rename",
			path: from,
			dest: to
		};
		const source = kernel.existing(subject, from, false);
		const target = kernel.find(subject, to, false);
		const { inode } = source;
		const before = target.inode;
		if (inode === before) return;
		if (inode.kind === "folder") {
			if (`${target.path}/`.startsWith(`${source.path}/`)) kernel.fail("EINVAL", subject);
			if (before !== void 0 && before.kind !== "folder") kernel.fail("ENOTDIR", subject);
		} else if (target.isFolder && before === void 0) kernel.fail("ENOTDIR", subject);
		else if (before?.kind === "folder") kernel.fail("EISDIR", subject);
		if (before?.kind === "folder" && !kernel.isEmpty(before)) kernel.fail("ENOTEMPTY", subject);
		kernel.rename(subject, target.path, [{
			folder: source.folder.ino,
			name: source.name,
			ino: 0
		}, {
			folder: target.folder.ino,
			name: target.name,
			ino: inode.ino
		}], before === void 0 ? [inode] : [inode, before]);
	}
	link(from, to) {
		const { kernel } = this;
		const subject = {
			syscall: "link",
			path: from,
			dest: to
		};
		const { inode } = kernel.existing(subject, from, false);
		const target = kernel.find(subject, to, false);
		if (target.inode !== void 0) kernel.fail("EEXIST", subject);
		if (inode.kind === "folder") kernel.fail("EPERM", subject);
		kernel.rename(subject, target.path, [{
			folder: target.folder.ino,
			name: target.name,
			ino: inode.ino
		}], [inode]);
	}
	symlink(target, path) {
		const subject = {
			syscall: "symlink",
			path: target,
			dest: path
		};
		const place = this.kernel.find(subject, path, false);
		if (target === "") this.kernel.fail("ENOENT", subject);
		if (place.inode !== void 0) this.kernel.fail("EEXIST", subject);
		this.kernel.make(subject, place, {
			kind: "link",
			mode: 511,
			target,
			size: Buffer.byteLength(target)
		});
	}
	readlink(path) {
		const subject = {
			syscall: "readlink",
			path
		};
		const { inode } = this.kernel.existing(subject, path, false);
		return inode.kind === "link" ? inode.target : this.kernel.fail("EINVAL", subject);
	}
	/** The path without links. @param syscall as Node tells of it: its own code asks part by part, by `lstat` */
	realpath(path, syscall) {
		return this.kernel.existing({
			syscall,
			path
		}, path).path;
	}
	/** @returns what is in a folder, sorted by name */
	readdir(path, syscall = "scandir", told = path) {
		const { kernel } = this;
		const subject = {
			syscall,
			path: told
		};
		const { inode, path: real } = kernel.existing(subject, path);
		if (inode.kind !== "folder") kernel.fail("ENOTDIR", subject);
		kernel.reads(subject, real);
		return kernel.volume.namesIn(inode).map((name) => ({
			name,
			kind: kernel.volume.child(inode, name).kind
		}));
	}
	/** Everything may be read and written; what nobody may run cannot be run. */
	access(path, mode) {
		const subject = {
			syscall: "access",
			path
		};
		const { inode } = this.kernel.existing(subject, path);
		if ((mode & X_OK) !== 0 && inode.kind === "file" && (inode.mode & 73) === 0) this.kernel.fail("EACCES", subject);
	}
	copyFile(from, to, mode) {
		const { kernel } = this;
		const subject = {
			syscall: "copyfile",
			path: from,
			dest: to
		};
		const { inode } = kernel.existing(subject, from);
		const place = kernel.find(subject, to);
		const before = place.inode;
		if (before !== void 0 && (mode & COPYFILE_EXCL) !== 0) kernel.fail("EEXIST", subject);
		if (before?.kind === "folder") kernel.fail("EISDIR", subject);
		if (inode.kind === "folder") kernel.fail("EISDIR", subject);
		if (inode === before) return;
		kernel.reads(subject, from);
		const bytes = kernel.volume.cache.bytesOf(inode).slice();
		if (before !== void 0 && before.size > 0) kernel.change(subject, place.path, {
			what: "size",
			ino: before.ino,
			size: 0
		});
		const ino = before?.ino ?? kernel.make(subject, place, {
			kind: "file",
			mode: inode.mode,
			target: ""
		});
		if (bytes.length > 0) kernel.change(subject, place.path, {
			what: "write",
			ino,
			at: 0,
			bytes
		}, true);
	}
};
// programs/fs/open-files.ts
/** Files that a process has open, by their numbers: what it opens, reads, writes and syncs. */
const { O_APPEND, O_CREAT, O_DIRECTORY, O_EXCL, O_NOFOLLOW, O_RDONLY, O_RDWR: O_RDWR$1, O_SYNC, O_TRUNC, O_WRONLY } = fs.constants;
/** Both bits: macOS has no name for the smaller one. */
const SYNCED = O_SYNC | (fs.constants.O_DSYNC ?? 0);
/** Input, output and errors of the process itself. */
const STANDARD = 3;
var OpenFiles = class {
	kernel;
	files = /* @__PURE__ */ new Map();
	constructor(kernel) {
		this.kernel = kernel;
	}
	open(path, flags, mode) {
		const { kernel } = this;
		const subject = {
			syscall: "open",
			path
		};
		const creates = (flags & O_CREAT) !== 0;
		const isNew = creates && (flags & O_EXCL) !== 0;
		const place = kernel.find(subject, path, !isNew && (flags & O_NOFOLLOW) === 0);
		let { inode } = place;
		if (inode === void 0) {
			if (!creates) kernel.fail("ENOENT", subject);
			if (place.isFolder) kernel.fail("EISDIR", subject);
			const ino = kernel.make(subject, place, {
				kind: "file",
				mode: mode & 4077,
				target: ""
			});
			inode = kernel.volume.cache.get(ino) ?? kernel.fail("EIO", subject);
		} else {
			if (isNew) kernel.fail("EEXIST", subject);
			if (inode.kind === "link") kernel.fail("ELOOP", subject);
			if ((flags & O_DIRECTORY) !== 0 && inode.kind !== "folder") kernel.fail("ENOTDIR", subject);
			if (inode.kind === "folder" && (creates || accessOf(flags) !== O_RDONLY)) kernel.fail("EISDIR", subject);
			if ((flags & O_TRUNC) !== 0 && inode.size > 0) kernel.change(subject, place.path, {
				what: "size",
				ino: inode.ino,
				size: 0
			});
		}
		let fd = STANDARD;
		while (this.files.has(fd)) fd++;
		this.files.set(fd, {
			inode,
			flags,
			path: place.path,
			position: 0
		});
		return fd;
	}
	close(fd) {
		const { inode } = this.file(fd, "close");
		this.files.delete(fd);
		if (![...this.files.values()].some((file) => file.inode === inode)) this.kernel.volume.forget(inode);
	}
	/** @param position null: where the last one ended @returns how many bytes */
	read(fd, into, position) {
		if (fd === 0) return 0;
		const { kernel } = this;
		const subject = { syscall: "read" };
		const file = this.file(fd, "read");
		if (accessOf(file.flags) === O_WRONLY) kernel.fail("EBADF", subject);
		if (file.inode.kind === "folder") kernel.fail("EISDIR", subject);
		kernel.reads(subject, file.path);
		const at = position ?? file.position;
		const found = kernel.volume.cache.bytesOf(file.inode).subarray(at, at + into.length);
		into.set(found);
		if (position === null) file.position += found.length;
		return found.length;
	}
	/** @returns how many bytes: all of them */
	write(fd, bytes, position) {
		const { kernel } = this;
		const subject = { syscall: "write" };
		if (fd === 1 || fd === 2) {
			kernel.caller.print(Buffer.from(bytes).toString(), fd);
			return bytes.length;
		}
		const file = this.file(fd, "write");
		const { inode } = file;
		if (accessOf(file.flags) === O_RDONLY) kernel.fail("EBADF", subject);
		kernel.volume.cache.bytesOf(inode);
		const at = (file.flags & O_APPEND) !== 0 ? inode.size : position ?? file.position;
		if (bytes.length > 0) {
			const write = {
				what: "write",
				ino: inode.ino,
				at,
				bytes: bytes.slice()
			};
			kernel.change(subject, file.path, write, at + bytes.length > inode.size);
		}
		if (position === null) file.position = at + bytes.length;
		if ((file.flags & SYNCED) !== 0) this.sync(fd, "write", kernel.volume.position);
		return bytes.length;
	}
	/** Makes durable what the file held at a position of the volume, and its names. */
	sync(fd, syscall, position) {
		const { volume, caller } = this.kernel;
		const { ino } = this.file(fd, syscall).inode;
		if (!caller.isThere()) return;
		if (!caller.storage.syncPart(() => volume.sync(ino, position), () => volume.abandon(ino, position))) telling({ syscall }, () => {
			throw new DiskError("EIO", "a sync failed");
		});
	}
	truncate(fd, size) {
		const { kernel } = this;
		const subject = { syscall: "ftruncate" };
		const { inode, flags, path } = this.file(fd, "ftruncate");
		if (accessOf(flags) === O_RDONLY || inode.kind === "folder") kernel.fail("EINVAL", subject);
		kernel.volume.cache.bytesOf(inode);
		kernel.change(subject, path, {
			what: "size",
			ino: inode.ino,
			size
		}, size > inode.size);
	}
	set(fd, syscall, set) {
		const { inode, path } = this.file(fd, syscall);
		this.kernel.change({ syscall }, path, {
			what: "attributes",
			ino: inode.ino,
			set
		});
	}
	/** What is open under a number. @throws EBADF */
	inode(fd, syscall) {
		return this.file(fd, syscall).inode;
	}
	file(fd, syscall) {
		return this.files.get(fd) ?? this.kernel.fail("EBADF", { syscall });
	}
};
function accessOf(flags) {
	return flags & (O_RDONLY | O_WRONLY | O_RDWR$1);
}
// programs/fs/stats.ts
/** What `stat` and `readdir` give, as objects of Node's own classes. */
const { S_IFDIR, S_IFLNK, S_IFREG, UV_DIRENT_DIR, UV_DIRENT_FILE, UV_DIRENT_LINK } = fs.constants;
const BITS = {
	file: S_IFREG,
	folder: S_IFDIR,
	link: S_IFLNK
};
const TYPES = {
	file: UV_DIRENT_FILE,
	folder: UV_DIRENT_DIR,
	link: UV_DIRENT_LINK
};
const BLOCK = 4096;
let bigPrototype;
function statsOf$1(inode, bigint) {
	const { ino, kind, mode, names, uid, gid, times } = inode;
	const folders = kind === "folder" ? 1 : 0;
	const size = kind === "folder" ? BLOCK : inode.size;
	const numbers = {
		dev: 1,
		mode: BITS[kind] | mode,
		nlink: Math.max(0, names) + folders,
		uid,
		gid,
		rdev: 0,
		blksize: BLOCK,
		ino,
		size,
		blocks: kind === "link" ? 0 : Math.ceil(size / BLOCK) * (BLOCK / 512)
	};
	const { accessMs: atime, modifyMs: mtime, changeMs: ctime, birthMs: birthtime } = times;
	const moments = Object.entries({
		atime,
		mtime,
		ctime,
		birthtime
	});
	const dates = moments.map(([name, ms]) => [name, new Date(ms)]);
	if (!bigint) return made(fs.Stats.prototype, [
		...Object.entries(numbers),
		...moments.map(([name, ms]) => [`${name}Ms`, ms]),
		...dates
	]);
	bigPrototype ??= Object.getPrototypeOf(fs.statSync("/", { bigint: true }));
	const nanoseconds = (ms) => BigInt(Math.round(ms * 1e3)) * 1000n;
	return made(bigPrototype, [
		...Object.entries(numbers).map(([name, value]) => [name, BigInt(value)]),
		...moments.map(([name, ms]) => [`${name}Ms`, nanoseconds(ms) / 1000000n]),
		...moments.map(([name, ms]) => [`${name}Ns`, nanoseconds(ms)]),
		...dates
	]);
}
/** Some Nodes have getters of these names. */
function made(prototype, fields) {
	const object = Object.create(prototype);
	for (const [name, value] of fields) Object.defineProperty(object, name, {
		value,
		writable: true,
		enumerable: true,
		configurable: true
	});
	return object;
}
function direntOf(name, kind, folder) {
	return new fs.Dirent(name, TYPES[kind], folder);
}
// programs/fs/operations/attributes.ts
/** What files are, beside what they hold: sizes, times, permissions, owners. */
function attributesOf(kernel, files, names) {
	function* stat(path, given, syscall) {
		const [text, options] = [pathOf(path), optionsOf(given)];
		return yield* step("write", () => {
			const subject = {
				syscall,
				path: text
			};
			try {
				return statsOf$1(kernel.existing(subject, text, syscall === "stat").inode, options["bigint"] === true);
			} catch (error) {
				const { code } = error;
				if (options["throwIfNoEntry"] === false && (code === "ENOENT" || code === "ENOTDIR")) return void 0;
				throw error;
			}
		});
	}
	function* set(path, syscall, set, follow = true) {
		const text = pathOf(path);
		yield* step("write", () => {
			const subject = {
				syscall,
				path: text
			};
			const { inode, path: real } = kernel.existing(subject, text, follow);
			kernel.change(subject, real, {
				what: "attributes",
				ino: inode.ino,
				set
			});
		});
	}
	function* setOpen(fd, syscall, set) {
		const number = fdOf(fd);
		yield* step("write", () => files.set(number, syscall, set));
	}
	const moments = (access, modify) => ({
		accessMs: momentOf(access),
		modifyMs: momentOf(modify)
	});
	const permissions = (mode) => ({ mode: modeOf(mode, 0) & 4095 });
	const owner = (uid, gid) => ({
		...Number(uid) < 0 ? {} : { uid: Number(uid) },
		...Number(gid) < 0 ? {} : { gid: Number(gid) }
	});
	return {
		stat: (path, options) => stat(path, options, "stat"),
		lstat: (path, options) => stat(path, options, "lstat"),
		*fstat(fd, given) {
			const [number, options] = [fdOf(fd), optionsOf(given)];
			return yield* step("write", () => statsOf$1(files.inode(number, "fstat"), options["bigint"] === true));
		},
		*access(path, mode = fs.constants.F_OK) {
			const [text, bits] = [pathOf(path), modeOf(mode, 0)];
			yield* step("write", () => names.access(text, bits));
		},
		*exists(path) {
			return yield* step("write", () => {
				try {
					names.access(pathOf(path), 0);
					return true;
				} catch {
					return false;
				}
			});
		},
		*statfs(path, given) {
			const [text, options] = [pathOf(path), optionsOf(given)];
			return yield* step("write", () => {
				kernel.existing({
					syscall: "statfs",
					path: text
				}, text);
				const all = {
					type: 61267,
					bsize: 4096,
					blocks: 2621440,
					bfree: 1310720,
					bavail: 1310720,
					files: 655360,
					ffree: 6e5
				};
				if (options["bigint"] !== true) return all;
				return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, BigInt(value)]));
			});
		},
		chmod: (path, mode) => set(path, "chmod", permissions(mode)),
		fchmod: (fd, mode) => setOpen(fd, "fchmod", permissions(mode)),
		chown: (path, uid, gid) => set(path, "chown", owner(uid, gid)),
		lchown: (path, uid, gid) => set(path, "lchown", owner(uid, gid), false),
		fchown: (fd, uid, gid) => setOpen(fd, "fchown", owner(uid, gid)),
		utimes: (path, access, modify) => set(path, "utime", moments(access, modify)),
		lutimes: (path, access, modify) => set(path, "lutime", moments(access, modify), false),
		futimes: (fd, access, modify) => setOpen(fd, "futime", moments(access, modify))
	};
}
// programs/fs/operations/contents.ts
/** What is done to files that are open: read, write, sync, truncate; and files as a whole. */
const { O_RDWR } = fs.constants;
function contentsOf(kernel, files) {
	const syncOf = (fd, syscall) => {
		const { position } = kernel.volume;
		return step("sync", () => files.sync(fd, syscall, position));
	};
	function* close(fd) {
		const number = fdOf(fd);
		yield* step("write", () => files.close(number));
	}
	function* open(path, flags, mode) {
		const [text, bits, permissions] = [
			pathOf(path),
			flagsOf(flags),
			modeOf(mode, 438)
		];
		return yield* step("write", () => files.open(text, bits, permissions));
	}
	/** A file that is opened here is closed here; one that is given by its number stays open. */
	function* using(file, flags, mode, act) {
		if (isFd(file)) return yield* act(file);
		const fd = yield* open(file, flags, mode);
		try {
			return yield* act(fd);
		} finally {
			yield* close(fd);
		}
	}
	function* writeAll(fd, bytes, flush) {
		if (bytes.length > 0) yield* step("write", () => files.write(fd, bytes, null));
		if (flush === true) yield* syncOf(fd, "fsync");
	}
	function* write(fd, given) {
		const { bytes, position } = writePiece(given);
		return yield* step("write", () => files.write(fd, bytes, position));
	}
	return {
		open,
		close,
		*read(fd, ...given) {
			const number = fdOf(fd);
			const { bytes, position } = readPiece(given);
			if (bytes.length === 0) return 0;
			return yield* step("read", () => files.read(number, bytes, position));
		},
		*write(fd, ...given) {
			return yield* write(fdOf(fd), given);
		},
		*readv(fd, buffers, position) {
			const number = fdOf(fd);
			const from = positionOf(position);
			return yield* step("read", () => {
				let count = 0;
				for (const buffer of buffers) {
					const some = files.read(number, viewOf(buffer), from === null ? null : from + count);
					count += some;
					if (some < buffer.byteLength) break;
				}
				return count;
			});
		},
		*writev(fd, buffers, position) {
			const number = fdOf(fd);
			const from = positionOf(position);
			return yield* step("write", () => files.write(number, Buffer.concat(buffers.map(viewOf)), from));
		},
		*fsync(fd) {
			yield* syncOf(fdOf(fd), "fsync");
		},
		*fdatasync(fd) {
			yield* syncOf(fdOf(fd), "fdatasync");
		},
		*ftruncate(fd, size = 0) {
			const number = fdOf(fd);
			yield* step("write", () => files.truncate(number, Math.max(0, Number(size))));
		},
		*truncate(path, size = 0) {
			yield* using(path, O_RDWR, void 0, (fd) => step("write", () => files.truncate(fd, Math.max(0, Number(size)))));
		},
		*readFile(file, given) {
			const { encoding, flag = "r" } = optionsOf(given);
			const bytes = yield* using(file, flag, void 0, (fd) => step("read", () => {
				const parts = [];
				const { size } = files.inode(fd, "read");
				for (let part = Buffer.alloc(size + 1);; part = Buffer.alloc(size + 1)) {
					const count = files.read(fd, part, null);
					if (count === 0) return Buffer.concat(parts);
					parts.push(part.subarray(0, count));
				}
			}));
			return typeof encoding === "string" && encoding !== "buffer" ? bytes.toString(encoding) : bytes;
		},
		*writeFile(file, data, given) {
			const { encoding, flag = "w", mode, flush } = optionsOf(given);
			const bytes = dataOf(data, encoding);
			yield* using(file, flag, mode, (fd) => writeAll(fd, bytes, flush));
		},
		*appendFile(file, data, given) {
			const { encoding, flag = "a", mode, flush } = optionsOf(given);
			const bytes = dataOf(data, encoding);
			yield* using(file, flag, mode, (fd) => writeAll(fd, bytes, flush));
		}
	};
}
// programs/fs/operations/names.ts
/** What is done to names and folders: mkdir, rename, unlink, readdir … */
function nameOperationsOf(names) {
	/** @returns the first folder that was not there */
	const makeAll = (path, mode) => {
		let first;
		const missing = [];
		for (let at = path;; at = dirname(at)) {
			missing.push(at);
			try {
				names.access(at, 0);
				break;
			} catch (error) {
				const { code } = error;
				if (code === "ENOENT" && dirname(at) !== at) continue;
				throw code === "ENOTDIR" ? fileError(code, {
					syscall: "mkdir",
					path
				}) : error;
			}
		}
		const [there = ""] = missing.splice(-1);
		if (names.kindOf(there) !== "folder") throw fileError(there === path ? "EEXIST" : "ENOTDIR", {
			syscall: "mkdir",
			path
		});
		for (const folder of missing.reverse()) {
			names.mkdir(folder, mode);
			first ??= folder;
		}
		return first;
	};
	return {
		*mkdir(path, given) {
			const text = pathOf(path);
			const options = typeof given === "number" || typeof given === "string" ? { mode: given } : optionsOf(given);
			const mode = modeOf(options["mode"], 511);
			return yield* step("write", () => options.recursive === true ? makeAll(text, mode) : names.mkdir(text, mode));
		},
		*mkdtemp(prefix, given) {
			const [text, { encoding }] = [pathOf(prefix, "mkdtemp"), optionsOf(given)];
			return encoded(yield* step("write", () => names.mkdtemp(text)), encoding);
		},
		*unlink(path) {
			const text = pathOf(path);
			yield* step("write", () => names.unlink(text));
		},
		*rename(from, to) {
			const [source, target] = [pathOf(from), pathOf(to)];
			yield* step("write", () => names.rename(source, target));
		},
		*link(from, to) {
			const [source, target] = [pathOf(from), pathOf(to)];
			yield* step("write", () => names.link(source, target));
		},
		*symlink(target, path) {
			const [to, text] = [pathOf(target), pathOf(path)];
			yield* step("write", () => names.symlink(to, text));
		},
		*readlink(path, given) {
			const [text, { encoding }] = [pathOf(path), optionsOf(given)];
			return encoded(yield* step("write", () => names.readlink(text)), encoding);
		},
		*realpath(path, given, syscall = "lstat") {
			const [text, { encoding }] = [pathOf(path), optionsOf(given)];
			return encoded(yield* step("write", () => names.realpath(text, syscall)), encoding);
		},
		*readdir(path, given) {
			const text = pathOf(path);
			const { encoding, withFileTypes, recursive } = optionsOf(given);
			const found = [];
			const left = [""];
			for (let below = left.shift(); below !== void 0; below = left.shift()) {
				const folder = below === "" ? text : join(text, below);
				for (const { name, kind } of yield* step("write", () => names.readdir(folder))) {
					const its = join(below, name);
					if (recursive === true && kind === "folder") left.push(its);
					if (withFileTypes === true) found.push(direntOf(encoded(name, encoding), kind, folder));
					else found.push(encoded(its, encoding));
				}
			}
			return found;
		},
		*opendir(path, given) {
			const [text, { encoding }] = [pathOf(path), optionsOf(given)];
			return new Dir(text, (yield* step("write", () => names.readdir(text, "opendir", void 0))).map(({ name, kind }) => direntOf(encoded(name, encoding), kind, text)));
		},
		*copyFile(from, to, mode = 0) {
			const [source, target] = [pathOf(from), pathOf(to)];
			yield* step("read", () => names.copyFile(source, target, Number(mode)));
		}
	};
}
// programs/fs/operations/trees.ts
/** What is done to whole trees of files: rm, rmdir and cp. Step by step: a crash in between leaves the rest. */
function treeOperationsOf(names) {
	function* removeAll(path) {
		if ((yield* step("write", () => names.kindOf(path, "lstat", false))) !== "folder") return yield* step("write", () => names.unlink(path));
		for (const { name } of yield* step("write", () => names.readdir(path))) yield* removeAll(join(path, name));
		yield* step("write", () => names.rmdir(path));
	}
	function* rm(path, given) {
		const text = pathOf(path);
		const { recursive, force } = optionsOf(given);
		try {
			if ((yield* step("write", () => names.kindOf(text, "lstat", false))) === "folder" && recursive !== true) throw refusedFolder("rm", "Path is a directory", text);
			yield* removeAll(text);
		} catch (error) {
			if (force !== true || error.code !== "ENOENT") throw error;
		}
	}
	function* copy(from, to, options) {
		const { filter, force = true, errorOnExist, recursive } = options;
		if (typeof filter === "function" && !filter(from, to)) return;
		const kind = yield* step("write", () => names.kindOf(from, "lstat", options["dereference"] === true));
		if (kind === "folder") {
			if (recursive !== true) throw refusedFolder("cp", "Recursive option not enabled, cannot copy a directory", from);
			yield* step("write", () => {
				if (!names.exists(to)) names.mkdir(to, 511);
			});
			for (const { name } of yield* step("write", () => names.readdir(from))) yield* copy(join(from, name), join(to, name), options);
			return;
		}
		const isThere = yield* step("write", () => names.exists(to));
		if (isThere && force !== true) {
			if (errorOnExist !== true) return;
			const error = fileError("EEXIST", {
				syscall: "cp",
				path: to
			});
			throw Object.assign(error, {
				code: "ERR_FS_CP_EEXIST",
				message: `Target already exists: cp returned EEXIST (${to} already exists) ${to}`
			});
		}
		if (kind === "link") yield* step("write", () => {
			if (isThere) names.unlink(to);
			names.symlink(names.readlink(from), to);
		});
		else yield* step("read", () => names.copyFile(from, to, 0));
	}
	return {
		rm,
		*rmdir(path, given) {
			const text = pathOf(path);
			if (optionsOf(given)["recursive"] === true) yield* removeAll(text);
			else yield* step("write", () => names.rmdir(text));
		},
		*cp(from, to, given) {
			yield* copy(pathOf(from), pathOf(to), optionsOf(given));
		}
	};
}
// programs/fs/file-handle.ts
/** An open file of `fs/promises`: calls that need no number. */
var FileHandle = class extends EventEmitter {
	#files;
	#fd;
	constructor(fd, files) {
		super();
		this.#fd = fd;
		this.#files = files;
	}
	get fd() {
		return this.#fd;
	}
	async close() {
		const fd = this.#fd;
		if (fd === -1) return;
		this.#fd = -1;
		await this.#files.inTime(() => this.#files.operations.close(fd));
		this.emit("close");
	}
	async read(...given) {
		const { bytes, buffer, position } = readPiece(given);
		return {
			bytesRead: await this.ask("read", (fd) => this.#files.operations.read(fd, bytes, 0, bytes.length, position)),
			buffer
		};
	}
	async write(...given) {
		return {
			bytesWritten: await this.ask("write", (fd) => this.#files.operations.write(fd, ...given)),
			buffer: given[0]
		};
	}
	async readv(buffers, position) {
		return {
			bytesRead: await this.ask("readv", (fd) => this.#files.operations.readv(fd, buffers, position)),
			buffers
		};
	}
	async writev(buffers, position) {
		return {
			bytesWritten: await this.ask("writev", (fd) => this.#files.operations.writev(fd, buffers, position)),
			buffers
		};
	}
	readFile(options) {
		return this.ask("readFile", (fd) => this.#files.operations.readFile(fd, options));
	}
	writeFile(data, options) {
		return this.ask("writeFile", (fd) => this.#files.operations.writeFile(fd, data, options));
	}
	appendFile(data, options) {
		return this.writeFile(data, options);
	}
	sync() {
		return this.ask("fsync", (fd) => this.#files.operations.fsync(fd));
	}
	datasync() {
		return this.ask("fdatasync", (fd) => this.#files.operations.fdatasync(fd));
	}
	truncate(size) {
		return this.ask("ftruncate", (fd) => this.#files.operations.ftruncate(fd, size));
	}
	stat(options) {
		return this.ask("fstat", (fd) => this.#files.operations.fstat(fd, options));
	}
	async chmod(mode) {
		await this.ask("fchmod", (fd) => this.#files.operations.fchmod(fd, mode));
	}
	async chown(uid, gid) {
		await this.ask("fchown", (fd) => this.#files.operations.fchown(fd, uid, gid));
	}
	async utimes(access, modify) {
		await this.ask("futimes", (fd) => this.#files.operations.futimes(fd, access, modify));
	}
	createReadStream(options) {
		return this.#files.createReadStream(void 0, {
			...options,
			fd: this
		});
	}
	createWriteStream(options) {
		return this.#files.createWriteStream(void 0, {
			...options,
			fd: this
		});
	}
	readLines(options) {
		return createInterface({
			input: this.createReadStream(options),
			crlfDelay: Infinity
		});
	}
	readableWebStream() {
		throw new Error("readableWebStream is not simulated: use createReadStream");
	}
	async [Symbol.asyncDispose]() {
		await this.close();
	}
	async ask(name, begin) {
		const fd = this.#fd;
		if (fd === -1) throw Object.assign(/* @__PURE__ */ new Error("file closed"), {
			code: "EBADF",
			syscall: name
		});
		return this.#files.inTime(() => begin(fd));
	}
};
// programs/fs/promises.ts
/** `fs/promises`: file operations as promises, and files that are open without a number. */
/** Waits until all steps are done; refusals are rejections. */
async function promised(begin, wait) {
	const steps = begin();
	return inTime(steps, steps.next(), wait);
}
function promisesOf(operations, handles, wait) {
	const own = { constants: fs.constants };
	for (const [name, operation] of Object.entries(operations)) if (name in fs.promises) own[name] = (...given) => promised(() => operation(...given), wait);
	const { readFile, writeFile, appendFile } = handles.operations;
	const open = async (...given) => new FileHandle(await promised(() => handles.operations.open(...given), wait), handles);
	/** Writes what comes piece by piece: each piece when it comes. */
	const writePieces = async (file, pieces, options) => {
		const { encoding, flag = "w", mode, flush, signal } = options;
		const handle = file instanceof FileHandle ? file : await open(file, flag, mode);
		try {
			for await (const piece of pieces) {
				assertWanted(signal);
				await handle.write(dataOf(piece, encoding));
			}
			if (flush === true) await handle.sync();
		} finally {
			if (handle !== file) await handle.close();
		}
	};
	const writing = (operation, usual) => async function write(file, data, given) {
		const options = {
			flag: usual,
			...optionsOf(given)
		};
		assertWanted(options["signal"]);
		if (isIterable(data)) return writePieces(file, data, options);
		await promised(() => operation(numberOf(file), data, options), wanted(wait, options));
	};
	return Object.assign(own, {
		open,
		writeFile: writing(writeFile, "w"),
		appendFile: writing(appendFile, "a"),
		async readFile(file, given) {
			const options = optionsOf(given);
			assertWanted(options["signal"]);
			return promised(() => readFile(numberOf(file), given), wanted(wait, options));
		}
	});
}
const numberOf = (file) => file instanceof FileHandle ? file.fd : file;
function isIterable(data) {
	if (typeof data !== "object" || data === null || ArrayBuffer.isView(data)) return false;
	return Symbol.asyncIterator in data || Symbol.iterator in data;
}
/** Between two steps it may be called off. */
function wanted(wait, { signal }) {
	if (signal === void 0) return wait;
	return async (takes) => {
		assertWanted(signal);
		await wait(takes);
		assertWanted(signal);
	};
}
function assertWanted(signal) {
	if (!(signal instanceof AbortSignal) || !signal.aborted) return;
	const error = new Error("The operation was aborted", { cause: signal.reason });
	throw Object.assign(error, {
		name: "AbortError",
		code: "ABORT_ERR"
	});
}
// programs/fs/streams.ts
/** Streams of files: Node's own, on the file operations of a program. */
/** @param own the `fs` of the program, where others may have replaced functions */
function streamsOf(own) {
	return {
		ReadStream: streamOn(fs.ReadStream, own),
		WriteStream: streamOn(fs.WriteStream, own)
	};
}
/** A class that can be called without `new`, and on objects of classes that packages make of it, as Node's can. */
function streamOn(real, own) {
	const node = real;
	const Stream = function(path, given) {
		const options = optionsOn(own, given);
		if (this instanceof Stream) return Reflect.apply(node, this, [path, options]) ?? this;
		return Reflect.construct(node, [path, options], Stream);
	};
	Object.defineProperty(Stream, "name", { value: node.name });
	Object.setPrototypeOf(Stream, node);
	Stream.prototype = Object.create(node.prototype, { constructor: {
		value: Stream,
		writable: true,
		configurable: true
	} });
	return Stream;
}
function optionsOn(own, given) {
	const options = typeof given === "string" ? { encoding: given } : { ...given };
	const { fd } = options;
	if (!(fd instanceof FileHandle)) return {
		fs: own,
		...options
	};
	const close = (_fd, done) => {
		fd.close().then(() => done(null), done);
	};
	return {
		...options,
		fd: fd.fd,
		fs: {
			...own,
			close
		}
	};
}
// programs/fs/files.ts
/**
* `fs` as one process of a program has it: every operation at once, with a callback and as a promise, on the disk of its
* node.
*/
/** What there is instead of these. */
const REFUSED = {
	watch: "nobody tells a program of changes of files: let who changes one say so",
	watchFile: "nobody tells a program of changes of files: let who changes one say so",
	openAsBlob: "blobs of files are not simulated: use readFile",
	glob: "patterns are not simulated: use readdir",
	globSync: "patterns are not simulated: use readdir"
};
/** @param wait passes the time that the disk takes for a step */
function filesOf(caller, wait) {
	const kernel = new Kernel(caller);
	const open = new OpenFiles(kernel);
	const names = new Names(kernel);
	const operations = {
		...contentsOf(kernel, open),
		...attributesOf(kernel, open, names),
		...nameOperationsOf(names),
		...treeOperationsOf(names)
	};
	const own = {};
	const streams = streamsOf(own);
	const handles = {
		operations,
		inTime: (begin) => promised(begin, wait),
		createReadStream: (path, options) => new own["ReadStream"](path, options),
		createWriteStream: (path, options) => new own["WriteStream"](path, options)
	};
	const named = operations;
	const native = (path, given) => operations.realpath(path, given, "realpath");
	const promises = promisesOf({
		...named,
		realpath: native
	}, handles, wait);
	for (const [name, value] of Object.entries(fs)) if (typeof value !== "function") own[name] = value;
	for (const [name, operation] of Object.entries(named)) {
		own[name] = withCallback(name, operation, wait);
		own[`${name}Sync`] = (...given) => atOnce(operation(...given));
	}
	Object.assign(own, {
		...streams,
		FileReadStream: streams.ReadStream,
		FileWriteStream: streams.WriteStream,
		Stats: fs.Stats,
		Dirent: fs.Dirent,
		Dir,
		promises,
		createReadStream: handles.createReadStream,
		createWriteStream: handles.createWriteStream,
		exists: existsOf(named["exists"], wait),
		unwatchFile: () => void 0,
		realpath: Object.assign(own["realpath"], { native: withCallback("realpath", native, wait) }),
		realpathSync: Object.assign(own["realpathSync"], { native: (...given) => atOnce(native(...given)) })
	});
	refuse$1(own, fs);
	refuse$1(promises, fs.promises);
	return own;
}
function refuse$1(own, real) {
	for (const [name, why] of Object.entries(REFUSED)) if (name in real) own[name] = () => {
		throw new Error(`fs.${name}: ${why}`);
	};
}
// programs/fs/machine.ts
/**
* Files of the real machine as a program finds them at its start: its code, templates, a package.json. They lie under the
* disk of the node, and can only be read. What is different at every look is not there: processes, devices, what others
* keep for a while.
*/
const NEVER_SHOWN = [
	"/proc",
	"/sys",
	"/dev",
	"/run",
	"/var/run",
	"/tmp",
	tmpdir()
];
var Machine = class {
	/** What is shown, although it lies where nothing else is: the program, and folders on the way to it. */
	shown;
	/** @param entry the file that the process begins with */
	constructor(entry) {
		const hidden = NEVER_SHOWN.filter((folder) => isIn(entry, folder)).sort((a, b) => b.length - a.length);
		const [first = ""] = entry.slice((hidden[0]?.length ?? 0) + 1).split(sep);
		this.shown = hidden[0] === void 0 ? dirname(entry) : `${hidden[0]}${sep}${first}`;
	}
	look(path) {
		if (!this.shows(path)) return void 0;
		const stats = fs.lstatSync(path, { throwIfNoEntry: false });
		if (stats === void 0) return void 0;
		if (stats.isDirectory()) return {
			kind: "folder",
			mode: 493,
			size: 0,
			target: ""
		};
		if (stats.isSymbolicLink()) return {
			kind: "link",
			mode: 511,
			size: 0,
			target: fs.readlinkSync(path)
		};
		if (!stats.isFile()) return void 0;
		return {
			kind: "file",
			mode: (stats.mode & 64) === 0 ? 420 : 493,
			size: stats.size,
			target: ""
		};
	}
	/** Names in a folder. Whether each is shown, `look` tells. */
	names(folder) {
		try {
			return fs.readdirSync(folder);
		} catch {
			return [];
		}
	}
	bytesOf(path) {
		return Uint8Array.from(fs.readFileSync(path));
	}
	shows(path) {
		return !NEVER_SHOWN.some((folder) => isIn(path, folder)) || isIn(path, this.shown) || isIn(this.shown, path);
	}
};
/** Whether a path is a folder, or is in it. */
function isIn(path, folder) {
	return path === folder || path.startsWith(folder + sep);
}
// programs/fs/journal.ts
var Journal = class {
	names = [];
	contents = /* @__PURE__ */ new Map();
	/** The number of the last change. */
	position = 0;
	size = 0;
	add(change) {
		const unsynced = {
			number: ++this.position,
			change
		};
		this.size++;
		if (change.what === "names") this.names.push(unsynced);
		else {
			const before = this.contents.get(change.ino);
			if (before === void 0) this.contents.set(change.ino, [unsynced]);
			else before.push(unsynced);
		}
	}
	/** All of them, oldest first. */
	all() {
		return [this.names, ...this.contents.values()].flat().sort((a, b) => a.number - b.number).map(({ change }) => change);
	}
	/** Takes out all changes of names up to the last one before a position that is about a file or folder. */
	takeNames(ino, position) {
		const last = this.names.findLastIndex(({ number, change }) => number <= position && change.what === "names" && change.about.includes(ino));
		return this.taken(this.names.splice(0, last + 1));
	}
	/** Takes out what was changed of the contents of a file up to a position. */
	takeContents(ino, position) {
		const all = this.contents.get(ino) ?? [];
		const later = all.findIndex(({ number }) => number > position);
		const taken = all.splice(0, later < 0 ? all.length : later);
		if (all.length === 0) this.contents.delete(ino);
		return this.taken(taken);
	}
	clear() {
		this.names = [];
		this.contents.clear();
		this.size = 0;
	}
	taken(unsynced) {
		this.size -= unsynced.length;
		return unsynced.map(({ change }) => change);
	}
};
// programs/fs/power-cut.ts
/** What a disk writes at once. */
const PAGE = 4096;
/**
* @param fates of the changes, oldest first
* @param pick draws one of so many
* @returns what is on the platter, in order; a write may have become several, or shorter
*/
function survivors(changes, fates, pick) {
	const parts = changes.flatMap((change, index) => partsOf(change, fates[index] ?? "lost", pick));
	const isKept = namesKept(parts, pick);
	const pages = /* @__PURE__ */ new Set();
	const files = /* @__PURE__ */ new Set();
	const left = [];
	for (const part of parts.toReversed()) {
		const { change, page, fate } = part;
		if (change.what === "names") {
			if (isKept(part)) left.push(change);
			continue;
		}
		const { ino } = change;
		const where = `${ino} ${page}`;
		if (fate === "lost" && !(change.what === "write" ? pages.has(where) : files.has(ino))) continue;
		if (change.what === "write") pages.add(where);
		files.add(ino);
		left.push(change);
	}
	return left.reverse();
}
/** A write as pages. One that was torn ends somewhere, and anything else that was is whole or not there. */
function partsOf(change, fate, pick) {
	if (change.what === "names") return [{
		change,
		page: -1,
		fate
	}];
	if (change.what !== "write") return [{
		change,
		page: -1,
		fate: fate === "kept" ? fate : "lost"
	}];
	const { at, bytes } = change;
	const end = fate === "torn" ? Math.min(1 + pick(Math.max(1, bytes.length - 1)), bytes.length - 1) : bytes.length;
	const parts = [];
	for (let from = 0; from < end;) {
		const page = Math.floor((at + from) / PAGE);
		const to = Math.min(end, (page + 1) * PAGE - at);
		parts.push({
			change: {
				...change,
				at: at + from,
				bytes: bytes.subarray(from, to)
			},
			page,
			fate
		});
		from = to;
	}
	return parts;
}
/** Names change in order. Where some were to be lost and some not, those up to a drawn moment are there. */
function namesKept(parts, pick) {
	const names = parts.filter(({ change }) => change.what === "names");
	const lost = names.filter(({ fate }) => fate === "lost").length;
	const whole = names.filter(({ fate }) => fate === "kept").length;
	const there = new Set(names.slice(0, lost > 0 && whole > 0 ? pick(names.length + 1) : whole));
	return (part) => there.has(part);
}
// programs/fs/shown.ts
/** What there is to see of a file system: the files that its programs made or changed, by path, as text where they are text. */
/** Longer files are shown by their ends. */
const LONGEST = 4096;
/** Sorted by path. */
function shownFiles(tree) {
	const shown = [];
	const walk = (folder, path) => {
		for (const [name, ino] of folder.entries) {
			const inode = tree.get(ino);
			const its = `${path}/${name}`;
			if (inode?.kind === "folder") walk(inode, its);
			else if (inode?.own === true) shown.push({
				path: its,
				inode,
				file: fileOf(tree, inode)
			});
		}
	};
	const root = tree.get(2);
	if (root !== void 0) walk(root, "");
	return shown.sort((a, b) => a.path < b.path ? -1 : 1);
}
const files = /* @__PURE__ */ new WeakMap();
/** The same object as long as the file is the same. */
function fileOf(tree, inode) {
	const known = files.get(inode);
	if (known?.version === inode.version) return known.file;
	const file = {
		kind: "value",
		record: {
			value: inode.kind === "link" ? { link: inode.target } : valueOf(tree.bytesOf(inode)),
			corrupt: false,
			checksum: false
		}
	};
	files.set(inode, {
		version: inode.version,
		file
	});
	return file;
}
function valueOf(bytes) {
	if (bytes.length > LONGEST) return {
		bytes: bytes.length,
		digest: (digest(bytes) >>> 0).toString(16),
		begins: text(bytes.subarray(0, LONGEST / 8)),
		ends: text(bytes.subarray(-512))
	};
	return text(bytes);
}
function text(bytes) {
	const given = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const read = given.toString("utf8");
	return read.includes("�") ? given.toString("latin1") : read;
}
// programs/fs/volume.ts
/** Folders that every machine has. */
const FOLDERS = ["/tmp", "/app"];
/** What is on the disk when the world begins is as old as the world's first day. */
const BEGAN_MS = Date.UTC(2026, 0, 1);
var FileVolume = class {
	machine;
	changed;
	cache;
	platter;
	journal = new Journal();
	lastIno = 2;
	/** @param changed hears of every change */
	constructor(machine, changed) {
		this.machine = machine;
		this.changed = changed;
		this.cache = new Tree(machine);
		this.platter = new Tree(machine);
		this.format();
	}
	get unsynced() {
		return this.journal.size;
	}
	/** The number of the last change. */
	get position() {
		return this.journal.position;
	}
	nextIno() {
		return ++this.lastIno;
	}
	/** Changes what processes see; a power cut may undo it until a sync covers it. */
	change(change) {
		this.changed();
		this.cache.apply(change);
		this.journal.add(change);
	}
	/** What a name of a folder points to. What the machine has there is found when it is first looked for. */
	child(folder, name) {
		const ino = folder.entries.get(name);
		if (ino !== void 0) return this.cache.get(ino);
		if (folder.machine === void 0) return void 0;
		const path = `${folder.machine === "/" ? "" : folder.machine}/${name}`;
		const found = this.machine.look(path);
		return found && this.install({
			folder: folder.ino,
			name,
			ino: this.nextIno()
		}, {
			...found,
			machine: path
		});
	}
	/** All names in a folder, sorted. */
	namesIn(folder) {
		if (folder.machine !== void 0) for (const name of this.machine.names(folder.machine)) this.child(folder, name);
		return [...folder.entries].flatMap(([name, ino]) => ino === 0 ? [] : [name]).sort();
	}
	/**
	* Makes a file or folder durable as it was at a position: what a file holds, and every change of names up to the last
	* one that is about it.
	*/
	sync(ino, position) {
		this.changed();
		const { journal, platter } = this;
		for (const change of journal.takeNames(ino, position)) platter.apply(change);
		for (const change of journal.takeContents(ino, position)) platter.apply(change);
	}
	/** A sync failed: what was written stays readable, but no later sync will write it. */
	abandon(ino, position) {
		this.changed();
		this.journal.takeContents(ino, position);
	}
	powerCut(fate, pick) {
		this.changed();
		const changes = this.journal.all();
		const fates = changes.map((_, index) => fate(index));
		for (const change of survivors(changes, fates, pick)) this.platter.apply(change);
		this.journal.clear();
		this.forgetUnnamed(this.platter);
		this.cache = this.platter;
		this.platter = copyOf(this.cache, this.machine);
	}
	wipe() {
		this.changed();
		this.journal.clear();
		this.cache = new Tree(this.machine);
		this.platter = new Tree(this.machine);
		this.format();
	}
	rot(path, pick) {
		const files = shownFiles(this.platter).filter(({ inode }) => inode.kind === "file" && inode.size > 0);
		const hit = path === void 0 ? files[files.length > 0 ? pick(files.length) : 0] : files.find((file) => file.path === path);
		if (hit === void 0) return void 0;
		this.changed();
		const at = pick(hit.inode.size);
		const bit = 1 << pick(8);
		for (const tree of [this.platter, this.cache]) {
			const inode = tree.get(hit.inode.ino);
			if (inode === void 0 || at >= inode.size || inode.bytes === void 0) continue;
			inode.bytes[at] = inode.bytes[at] ^ bit;
			inode.version++;
		}
		return hit.path;
	}
	files(of) {
		return new Map(shownFiles(this[of]).map(({ path, file }) => [path, file]));
	}
	pending() {
		return this.journal.all();
	}
	/** A process is gone: what it had open without a name is gone with it. */
	closeAll() {
		this.forgetUnnamed(this.cache);
	}
	/** A file without a name that nobody has open any more. */
	forget({ ino, names }) {
		if (names <= 0) this.cache.inodes.delete(ino);
	}
	/** Puts onto the disk what it has when the world begins. */
	format() {
		this.install({
			folder: 0,
			name: "",
			ino: 2
		}, {
			kind: "folder",
			mode: 493,
			target: "",
			machine: "/"
		});
		for (const path of FOLDERS) {
			const root = this.cache.get(2);
			if (this.child(root, path.slice(1)) === void 0) this.install({
				folder: 2,
				name: path.slice(1),
				ino: this.nextIno()
			}, {
				kind: "folder",
				mode: 493,
				target: ""
			});
		}
	}
	/** What is there from the start is durable. */
	install(entry, made) {
		const [, inode] = [this.platter, this.cache].map((tree) => {
			const there = tree.make({
				...made,
				ino: entry.ino
			}, BEGAN_MS);
			tree.attach(entry);
			return there;
		});
		return inode;
	}
	forgetUnnamed({ inodes }) {
		for (const [ino, { names }] of inodes) if (names <= 0) inodes.delete(ino);
	}
};
function copyOf(tree, machine) {
	const copy = new Tree(machine);
	for (const [ino, inode] of tree.inodes) copy.inodes.set(ino, {
		...inode,
		bytes: inode.bytes?.slice(),
		entries: new Map(inode.entries),
		times: { ...inode.times }
	});
	return copy;
}
// programs/fs/process-files.ts
function processFiles(node, { entry, after, isThere, print }) {
	const { storage } = node;
	const wait = (takes) => new Promise((resolve) => {
		const us = storage.latency(takes);
		const wake = after(us, () => {
			storage.took(wake);
			resolve();
		});
		storage.takes(us, wake);
	});
	const volume = volumeOf(node, entry);
	volume.closeAll();
	return filesOf({
		volume,
		storage,
		isThere,
		print,
		cwd: () => process.cwd(),
		nowMs: () => node.clock.wallMs(node.stall.nowUs),
		chance: () => node.random.float()
	}, wait);
}
/** It outlives processes, and versions of their program. */
function volumeOf(node, entry) {
	const { disk } = node.storage;
	if (disk.volume instanceof FileVolume) return disk.volume;
	const volume = new FileVolume(new Machine(entry), () => disk.changes++);
	disk.volume = volume;
	return volume;
}
// programs/net/read-buffers.ts
/**
* Where a process gets the bytes that it reads: small pieces share a buffer, as those of `Buffer.from` do, since a
* buffer of its own costs more than all else that is done for a small piece. No two processes share one.
*/
const SHARED_BYTES = 16384;
/** Larger ones have a buffer of their own. */
const SMALL_BYTES = 2048;
/** Node's own parsers and packages may look at whole words. */
const ALIGNMENT = 8;
var ReadBuffers = class {
	/** Where in the buffer the piece begins that was taken last. */
	offset = 0;
	shared = /* @__PURE__ */ new Uint8Array(0);
	used = 0;
	/** @returns the buffer that holds a copy of the bytes now, from `offset` on */
	take(bytes) {
		const { byteLength, byteOffset } = bytes;
		if (byteLength > SMALL_BYTES) {
			this.offset = 0;
			return bytes.buffer.slice(byteOffset, byteOffset + byteLength);
		}
		if (this.used + byteLength > this.shared.byteLength) {
			this.shared = new Uint8Array(SHARED_BYTES);
			this.used = 0;
		}
		this.offset = this.used;
		this.used += Math.ceil(byteLength / ALIGNMENT) * ALIGNMENT;
		this.shared.set(bytes, this.offset);
		return this.shared.buffer;
	}
};
// programs/net/segment.ts
/** What two sockets say to each other, as messages on a stream of the engine. */
/** Both ends, what waits for its acknowledgement and what is on its way share the bytes: they are copied for the reader. */
var Bytes = class extends Unchanging {
	kind = "bytes";
	bytes;
	/** @param bytes of which nobody else keeps hold */
	constructor(bytes) {
		super();
		this.bytes = bytes;
	}
	get byteLength() {
		return this.bytes.byteLength;
	}
};
// programs/net/socket-handle.ts
/**
* The handle under a `net.Socket`: what libuv's TCP handle is in life. Node's own net, http and parsers run on it
* unchanged, and make their own genuine errors of the numbers it gives.
*/
/** One segment of a stream carries so much. */
const SEGMENT_BYTES = 65536;
/** More than this on its way, and a writer waits: the usual window of TCP without scaling, twice. */
const WINDOW_BYTES = 131072;
/** A reader tells of what it took in steps of this. */
const TELL_BYTES = 32768;
/** What it takes to hear that an address leads nowhere, or that nobody is there any more. */
const UNREACHABLE_US = 1e3;
/** To the end of a turn of the event loop. */
const TURN_US = 1;
var SocketHandle = class extends Handle {
	host;
	bytesRead = 0;
	bytesWritten = 0;
	localPort = 0;
	peerAddress;
	peerPort = 0;
	state = "new";
	wire;
	reading = false;
	/** Bytes that nobody has read yet, and the error or end that comes after them. */
	inbox = [];
	dialling;
	endSent = false;
	endHeard = false;
	brokenBy;
	onItsWay = 0;
	waitingWrites = [];
	takenUntold = 0;
	constructor(host) {
		super();
		this.host = host;
	}
	/** A connection that somebody else asked for, or that was agreed on. */
	attach(wire, peer, localPort) {
		this.wire = wire;
		this.peerAddress = peer.address;
		this.peerPort = peer.port;
		this.localPort = localPort;
		if (this.state === "new") this.state = "open";
		this.host.open.add(this);
	}
	connect(request, address, port) {
		this.state = "dialling";
		this.dialling = request;
		this.localPort ||= this.host.freePort();
		this.peerAddress = address;
		this.peerPort = port;
		if (!this.host.dial(this, address, port)) this.host.after(UNREACHABLE_US, () => this.dialled(code("UV_EHOSTUNREACH")));
		return 0;
	}
	connect6(request, address, port) {
		const plain = address === "::1" ? "127.0.0.1" : address.replace(/^::ffff:/, "");
		return this.connect(request, plain, port);
	}
	readStart() {
		this.reading = true;
		this.handOver();
		return 0;
	}
	readStop() {
		this.reading = false;
		return 0;
	}
	writeBuffer(request, buffer) {
		return this.write(request, Buffer.from(buffer));
	}
	writeUtf8String(request, text) {
		return this.write(request, Buffer.from(text, "utf8"));
	}
	writeLatin1String(request, text) {
		return this.write(request, Buffer.from(text, "latin1"));
	}
	writeAsciiString(request, text) {
		return this.write(request, Buffer.from(text, "latin1"));
	}
	writeUcs2String(request, text) {
		return this.write(request, Buffer.from(text, "utf16le"));
	}
	/** @param chunks buffers, or texts each followed by its encoding */
	writev(request, chunks, allBuffers) {
		const buffers = [];
		for (let at = 0; at < chunks.length; at += allBuffers ? 1 : 2) {
			const chunk = chunks[at];
			buffers.push(typeof chunk === "string" ? Buffer.from(chunk, chunks[at + 1]) : chunk);
		}
		return this.write(request, Buffer.concat(buffers));
	}
	/** Half of a close: this end has nothing more to say. */
	shutdown(request) {
		this.sendEnd();
		process.nextTick(() => request.oncomplete(0));
		return 0;
	}
	/** `socket.resetAndDestroy()` */
	reset(done) {
		if (this.state === "open") this.wire?.send({ kind: "reset" });
		this.hangUp();
		this.state = "over";
		this.close(done);
		return 0;
	}
	close(done) {
		const unread = this.inbox.some((item) => typeof item !== "number");
		if (this.state === "open" && unread) this.wire?.send({ kind: "reset" });
		else if (this.state === "open") this.sendEnd();
		if (this.state !== "over") this.hangUp();
		this.state = "closed";
		this.host.open.delete(this);
		this.reading = false;
		if (done !== void 0) this.host.after(TURN_US, () => done.call(this));
	}
	getsockname(out) {
		const address = this.peerAddress?.startsWith("127.") ? this.peerAddress : this.host.address;
		Object.assign(out, {
			address,
			port: this.localPort,
			family: "IPv4"
		});
		return 0;
	}
	getpeername(out) {
		if (this.peerAddress === void 0) return code("UV_ENOTCONN");
		Object.assign(out, {
			address: this.peerAddress,
			port: this.peerPort,
			family: "IPv4"
		});
		return 0;
	}
	bind(_address, port) {
		this.localPort = port ?? 0;
		return 0;
	}
	bind6(address, port) {
		return this.bind(address, port);
	}
	setNoDelay() {
		return 0;
	}
	setKeepAlive() {
		return 0;
	}
	/** What the other end sends. */
	arrived(segment) {
		switch (segment.kind) {
			case "accepted": return this.dialled(0);
			case "refused":
				this.wire?.hangUp();
				return this.dialled(code("UV_ECONNREFUSED"));
			case "bytes":
				if (this.state === "closed") this.wire?.send({ kind: "reset" });
				else this.deliver(segment.bytes);
				return;
			case "read":
				this.onItsWay -= segment.count;
				if (this.onItsWay <= WINDOW_BYTES) this.completeWrites(0);
				return;
			case "end":
				if (this.state === "closed") return;
				this.endHeard = true;
				this.deliver(code("UV_EOF"));
				if (this.endSent) this.hangUp();
				return;
			case "reset": return this.broken("UV_ECONNRESET");
			case "open": throw new Error("a connection opens once");
		}
	}
	/** The connection is over, and this end did not end it. @param name of the error, such as `UV_ECONNRESET` */
	broken(name) {
		if (this.state === "over" || this.state === "closed") return;
		if (this.dialling !== void 0) return this.dialled(code(name === "UV_ETIMEDOUT" ? name : "UV_ECONNREFUSED"));
		this.wire = void 0;
		if (this.endHeard && name === "UV_EOF") return;
		this.state = "over";
		this.brokenBy = name === "UV_EOF" ? code("UV_EPIPE") : code(name);
		this.completeWrites(this.brokenBy);
		this.deliver(code(name));
	}
	/**
	* @param request null: this Node waits for one from us, and completes it itself
	* @param bytes of its own
	*/
	write(request, bytes) {
		const { state, bytesWritten, lastWriteWasAsync } = netInternals();
		state[bytesWritten] = bytes.length;
		state[lastWriteWasAsync] = 0;
		if (this.state === "over" || this.endSent) return this.brokenBy ?? code("UV_EPIPE");
		this.bytesWritten += bytes.length;
		if (this.wire === void 0) {
			this.host.after(UNREACHABLE_US, () => this.broken("UV_EPIPE"));
			return 0;
		}
		if (bytes.length <= SEGMENT_BYTES) {
			if (bytes.length > 0) this.wire.send(new Bytes(bytes));
		} else for (let at = 0; at < bytes.length; at += SEGMENT_BYTES) this.wire.send(new Bytes(bytes.subarray(at, at + SEGMENT_BYTES)));
		this.onItsWay += bytes.length;
		if (this.onItsWay > WINDOW_BYTES) {
			if (request === null) return this.waiting();
			state[lastWriteWasAsync] = 1;
			this.waitingWrites.push(request);
		}
		return 0;
	}
	/** Node says what is to be done at its end as soon as it has it. */
	waiting() {
		const { state, lastWriteError } = netInternals();
		if (lastWriteError !== void 0) state[lastWriteError] = 0;
		const request = {
			oncomplete: () => void 0,
			writeStatus: null
		};
		this.waitingWrites.push(request);
		return request;
	}
	completeWrites(status) {
		for (const request of this.waitingWrites.splice(0)) request.oncomplete(status, this, void 0);
	}
	dialled(status) {
		const request = this.dialling;
		this.dialling = void 0;
		if (request === void 0 || this.state === "closed") return;
		this.state = status === 0 ? "open" : "over";
		request.oncomplete(status, this, request, true, true);
	}
	deliver(item) {
		this.inbox.push(item);
		this.handOver();
	}
	/** Gives the socket what came, for as long as it reads. */
	handOver() {
		const { state, readBytesOrError, arrayBufferOffset } = netInternals();
		while (this.reading && this.onread !== void 0) {
			const item = this.inbox.shift();
			if (item === void 0) return;
			if (typeof item === "number") {
				this.reading = false;
				state[readBytesOrError] = item;
				this.onread();
				continue;
			}
			this.bytesRead += item.byteLength;
			this.tellTaken(item.byteLength);
			const { buffers } = this.host;
			const buffer = buffers.take(item);
			state[readBytesOrError] = item.byteLength;
			state[arrayBufferOffset] = buffers.offset;
			this.onread(buffer);
		}
	}
	tellTaken(count) {
		this.takenUntold += count;
		if (this.takenUntold < TELL_BYTES || this.state !== "open") return;
		this.wire?.send({
			kind: "read",
			count: this.takenUntold
		});
		this.takenUntold = 0;
	}
	sendEnd() {
		if (this.endSent || this.state === "over") return;
		this.endSent = true;
		this.wire?.send({ kind: "end" });
		if (this.endHeard) this.hangUp();
	}
	hangUp() {
		this.wire?.hangUp();
		this.wire = void 0;
	}
};
function code(name) {
	return netInternals().uv[name];
}
// programs/net/network-card.ts
/** The network as one incarnation of a program has it: addresses, ports, and the engine's streams under its sockets. */
/** From one process to another of the same machine. */
const LOOPBACK_US = 20;
/** Where Linux begins with the ports it gives away. */
const FIRST_FREE_PORT = 32768;
const LOCAL = /^(127\.|0\.0\.0\.0$|::1?$)/;
var NetworkCard = class {
	node;
	after;
	listeners = /* @__PURE__ */ new Map();
	/** Those that wait for datagrams, by their ports. */
	udp = /* @__PURE__ */ new Map();
	address;
	/** Sockets by their stream; those of which nobody knows yet which port they want are `undefined`. */
	sockets = /* @__PURE__ */ new Map();
	/** Sockets that are not closed. */
	open = /* @__PURE__ */ new Set();
	buffers = new ReadBuffers();
	isCut = false;
	nextPort = FIRST_FREE_PORT;
	constructor(node, after) {
		this.node = node;
		this.after = after;
		this.address = addressOf(node.index);
	}
	freePort() {
		while (this.listeners.has(this.nextPort)) this.nextPort++;
		return this.nextPort++;
	}
	/** Nothing here keeps a process alive. */
	get isIdle() {
		for (const server of this.listeners.values()) if (server.hasRef()) return false;
		for (const socket of this.open) if (socket.hasRef()) return false;
		for (const socket of this.udp.values()) if (socket.hasRef()) return false;
		return true;
	}
	/** The process has ended itself: nothing it still sends leaves the machine. */
	cut() {
		this.sockets.clear();
		this.isCut = true;
	}
	/** Names of all hosts that are there. */
	get hosts() {
		return this.node.port.members();
	}
	/** The address of a host, by its name; undefined where nobody has it. */
	addressOf(host) {
		if (host === "localhost") return "127.0.0.1";
		return host === this.node.name || this.node.port.members().includes(host) ? addressOf(this.node.port.endpoint(host)) : void 0;
	}
	freeUdpPort() {
		while (this.udp.has(this.nextPort)) this.nextPort++;
		return this.nextPort++;
	}
	sendDatagram(address, datagram) {
		if (this.isCut) return true;
		if (LOCAL.test(address) || address === this.address) {
			const from = LOCAL.test(address) ? "127.0.0.1" : this.address;
			this.after(LOOPBACK_US, () => this.udp.get(datagram.port)?.arrived(from, datagram));
			return true;
		}
		const host = this.hostAt(address);
		if (host === void 0) return false;
		this.node.send(EventKind.Message, this.node.port.endpoint(host), 0, datagram, void 0);
		return true;
	}
	/** A datagram of another node; where nobody waits for it, it is lost. */
	datagram(from, datagram) {
		this.udp.get(datagram.port)?.arrived(addressOf(from), datagram);
	}
	hostAt(address) {
		return this.node.port.members().find((name) => this.addressOf(name) === address);
	}
	dial(handle, address, port) {
		if (this.isCut) return false;
		if (LOCAL.test(address) || address === this.address) this.dialSelf(handle, port);
		else {
			const host = this.hostAt(address);
			if (host === void 0) return false;
			const wire = this.wireOf(this.node.streams.connect(this.node.port.endpoint(host)), handle);
			handle.attach(wire, {
				address,
				port
			}, handle.localPort);
			wire.send({
				kind: "open",
				port,
				from: handle.localPort
			});
		}
		return true;
	}
	/** What the engine tells of a connection. */
	stream(event) {
		const { stream } = event;
		const known = this.sockets.get(stream);
		switch (event.kind) {
			case "opened": return;
			case "accepted":
				this.sockets.set(stream, void 0);
				return;
			case "data": {
				const segment = event.data;
				if (segment.kind === "open") this.answer(stream, event.peer, segment);
				else known?.arrived(segment);
				return;
			}
			case "closed":
				this.sockets.delete(stream);
				known?.broken(ERRORS$1[event.reason]);
		}
	}
	answer(stream, peer, { port, from }) {
		const server = this.listeners.get(port);
		const handle = new SocketHandle(this);
		const wire = this.wireOf(stream, handle);
		if (server === void 0) return wire.send({ kind: "refused" });
		handle.attach(wire, {
			address: addressOf(this.node.port.endpoint(peer)),
			port: from
		}, port);
		wire.send({ kind: "accepted" });
		server.onconnection(0, handle);
	}
	wireOf(stream, handle) {
		this.sockets.set(stream, handle);
		const { streams } = this.node;
		return {
			send: (segment) => {
				if (this.sockets.get(stream) === handle) streams.send(stream, segment);
			},
			hangUp: () => {
				if (this.sockets.delete(stream)) streams.close(stream);
			}
		};
	}
	/** A connection within the machine: no network is between, and nothing gets lost. */
	dialSelf(client, port) {
		const server = this.listeners.get(port);
		if (server === void 0) return this.after(LOOPBACK_US, () => client.arrived({ kind: "refused" }));
		const handle = new SocketHandle(this);
		const wireTo = (other) => {
			let cut = false;
			return {
				send: (segment) => {
					if (!cut) this.after(LOOPBACK_US, () => other.arrived(segment));
				},
				hangUp: () => {
					if (!cut) this.after(LOOPBACK_US, () => other.broken("UV_EOF"));
					cut = true;
				}
			};
		};
		client.attach(wireTo(handle), {
			address: "127.0.0.1",
			port
		}, client.localPort);
		this.after(LOOPBACK_US, () => {
			handle.attach(wireTo(client), {
				address: "127.0.0.1",
				port: client.localPort
			}, port);
			this.after(LOOPBACK_US, () => client.arrived({ kind: "accepted" }));
			server.onconnection(0, handle);
		});
	}
};
const ERRORS$1 = {
	closed: "UV_EOF",
	reset: "UV_ECONNRESET",
	timeout: "UV_ETIMEDOUT",
	refused: "UV_ECONNREFUSED"
};
/** @param index of the node */
function addressOf(index) {
	const number = index + 1;
	return `10.0.${number >> 8}.${number & 255}`;
}
// programs/net/parsers.ts
/**
* Parsers of http messages. Node holds on to each until its connection is closed, and with it to the whole program; the
* connections of a process that was killed are never closed. So they are let go of when it is gone.
*/
const retired = [];
/** @param handles of the sockets that were open when the process ended; its code may still run */
function retireParsers(handles) {
	const { owner } = netInternals();
	for (const handle of handles) {
		const socket = handle[owner];
		if (socket?.parser) retired.push(socket);
	}
}
/** To be called where no parser is at work. */
function closeRetiredParsers() {
	for (const socket of retired.splice(0)) {
		const { parser } = socket;
		if (!parser) continue;
		socket.parser = null;
		parser.socket = parser.incoming = parser.outgoing = parser.onIncoming = null;
		parser.remove?.();
		parser.close?.();
	}
}
// programs/console.ts
/** `console` of a program: what it prints stands in the trace of the run, and its stopwatches run by the node's clock. */
const STEP = "  ";
/** Prints into the trace, or to standard output where that leads somewhere. */
function consoleOf(node) {
	let indent = "";
	const indented = (text) => indent === "" ? text : indent + text.replaceAll("\n", `\n${indent}`);
	const stdout = node.streams?.stdout;
	const out = (text) => {
		if (stdout === void 0) node.log(indented(text));
		else stdout.write(`${indented(text)}\n`);
	};
	const print = (...given) => out(format(...given));
	const warn = (...given) => node.log(indented(format(...given)));
	const dir = (value, options) => out(inspect(value, {
		customInspect: false,
		...options
	}));
	const group = (...label) => {
		if (label.length > 0) print(...label);
		indent += STEP;
	};
	const groupEnd = () => void (indent = indent.slice(0, -2));
	const assert = (isTrue, ...given) => {
		const [what, ...more] = given;
		if (!isTrue) warn(`Assertion failed${given.length === 0 ? "" : `: ${String(what)}`}`, ...more);
	};
	const tables = Object.assign(new Console(new PassThrough()), { log: print });
	return {
		...console,
		log: print,
		info: print,
		debug: print,
		dirxml: print,
		warn,
		error: warn,
		trace: warn,
		dir,
		group,
		groupCollapsed: group,
		groupEnd,
		assert,
		table: (...given) => tables.table(...given),
		...counters(print),
		...stopwatches(print, warn, () => node.nowUs() / 1e3)
	};
}
function counters(print) {
	const counts = /* @__PURE__ */ new Map();
	return {
		count(label = "default") {
			const name = String(label);
			counts.set(name, (counts.get(name) ?? 0) + 1);
			print(`${name}: ${counts.get(name)}`);
		},
		countReset: (label = "default") => void counts.delete(String(label))
	};
}
/** Node's own ask the machine what time it is. */
function stopwatches(print, warn, nowMs) {
	const begun = /* @__PURE__ */ new Map();
	const tell = (label, more) => {
		const name = String(label);
		const since = begun.get(name);
		if (since === void 0) warn(`Warning: No such label '${name}' for console.timeLog()`);
		else print(`${name}: ${Number((nowMs() - since).toFixed(3))}ms`, ...more);
		return name;
	};
	return {
		time: (label = "default") => void begun.set(String(label), nowMs()),
		timeLog: (label = "default", ...more) => void tell(label, more),
		timeEnd: (label = "default") => void begun.delete(tell(label, []))
	};
}
// programs/globals.ts
/** `WebAssembly` and the global object as one incarnation of a program has them. */
/**
* A global object of its own: what a program puts there, no other sees. It begins as the one that all share; getters of
* that one ask for it as `this`, so they are called on it.
*/
function globalOf(own) {
	const global = Object.create(globalThis);
	for (const [name, { get }] of Object.entries(Object.getOwnPropertyDescriptors(globalThis))) {
		if (get === void 0) continue;
		Object.defineProperty(global, name, {
			get: () => Reflect.get(globalThis, name),
			set: (value) => define(global, { [name]: value }),
			configurable: true,
			enumerable: true
		});
	}
	for (const symbol of Object.getOwnPropertySymbols(globalThis)) if (Symbol.keyFor(symbol) !== void 0) Object.defineProperty(global, symbol, {
		value: void 0,
		writable: true,
		configurable: true
	});
	define(global, {
		global,
		globalThis: global,
		...own
	});
	return global;
}
/** `WebAssembly` without the threads that Node compiles in: done when it returns. */
function webAssemblyOf() {
	const real = globalThis.WebAssembly;
	const instantiate = async (source, imports) => {
		await Promise.resolve();
		if (source instanceof real.Module) return new real.Instance(source, imports);
		const module = new real.Module(source);
		return {
			module,
			instance: new real.Instance(module, imports)
		};
	};
	const compile = async (bytes) => {
		await Promise.resolve();
		return new real.Module(bytes);
	};
	const own = Object.create(real);
	define(own, {
		compile,
		instantiate
	});
	return own;
}
/** Assigning would call what is inherited. */
function define(target, values) {
	for (const [name, value] of Object.entries(values)) Object.defineProperty(target, name, {
		value,
		writable: true,
		configurable: true,
		enumerable: true
	});
}
// programs/process/ending.ts
/** How one process ends itself: whoever calls `process.exit` is not heard of again, even if something catches what it throws. */
var Ending = class {
	own;
	state = "running";
	constructor(own) {
		this.own = own;
	}
	/** `process.exit`: listeners of `exit` hear of it first. */
	exit(code, reason) {
		this.tell(code);
		return this.kill(reason);
	}
	/** Ends it with no word to its listeners, as a signal does. */
	kill(reason) {
		const { own } = this;
		const exit = own.exitOf(reason);
		if (this.state !== "over") {
			this.state = "over";
			own.silence();
			process$1.nextTick(() => {
				if (own.isThere()) own.ended(exit);
			});
		}
		throw exit;
	}
	/** Calls the listeners of `exit`, once; one that throws, or exits itself, is the last. */
	tell(code) {
		if (this.state !== "running") return;
		this.state = "telling";
		if (code !== void 0) this.own.exitCode = code;
		try {
			tellNode("exit", Number(this.own.exitCode ?? 0));
		} catch {}
	}
};
// programs/process/signals.ts
/** Signals that a process sends to itself; of other processes of its machine there is none. */
/** What does nothing where nobody listens: Node ignores SIGPIPE, and SIGUSR1 is for its debugger. */
const IGNORED = /* @__PURE__ */ new Set([...[
	"SIGCHLD",
	"SIGCONT",
	"SIGPIPE",
	"SIGURG",
	"SIGUSR1",
	"SIGWINCH"
]]);
const STOPPING = /* @__PURE__ */ new Set([
	"SIGSTOP",
	"SIGTSTP",
	"SIGTTIN",
	"SIGTTOU"
]);
/** @throws Error for one that would stop the process */
function effectOf(signal, isHeard) {
	if (signal === "SIGKILL") return "end";
	if (isHeard && signal !== "SIGSTOP") return "listeners";
	if (STOPPING.has(signal)) throw new Error(`process.kill: ${signal} stops a process: let the fault pause do that to its node`);
	return IGNORED.has(signal) ? "none" : "end";
}
/**
* Reads what `process.kill` was given, as Node does.
* @returns undefined for 0, which only asks whether the process is there
* @throws TypeError for what is no process or no signal, Error with `ESRCH` for a process that there is not
*/
function signalFor(ownPid, pid, signal = "SIGTERM") {
	const number = Number(pid);
	if (typeof pid !== "number" && typeof pid !== "string" || number !== Math.trunc(number)) throw withCode(/* @__PURE__ */ new TypeError(`The "pid" argument must be of type number. Received ${String(pid)}`), "ERR_INVALID_ARG_TYPE");
	const found = Object.entries(os.constants.signals).find(([name, value]) => name === signal || value === signal);
	if (found === void 0 && signal !== 0 && typeof signal === "number") throw failed("EINVAL");
	if (found === void 0 && signal !== 0) throw withCode(/* @__PURE__ */ new TypeError(`Unknown signal: ${String(signal)}`), "ERR_UNKNOWN_SIGNAL");
	if (number !== ownPid && number !== 0) throw failed(number === 1 ? "EPERM" : "ESRCH");
	return found?.[0];
}
function failed(code) {
	const errno = -os.constants.errno[code];
	return Object.assign(withCode(/* @__PURE__ */ new Error(`kill ${code}`), code), {
		errno,
		syscall: "kill"
	});
}
function withCode(error, code) {
	return Object.assign(error, { code });
}
// programs/process/standard-streams.ts
/** `stdin`, `stdout` and `stderr` of a process: nobody types, and each line that is written stands in the trace. */
/** @param print takes a line */
function lineWriter(fd, print) {
	let begun = "";
	const writer = new Writable({
		decodeStrings: false,
		write(chunk, encoding, done) {
			const lines = (begun + textOf(chunk, encoding)).split("\n");
			begun = lines.pop() ?? "";
			for (const line of lines) print(line);
			done();
		},
		final(done) {
			if (begun !== "") print(begun);
			begun = "";
			done();
		}
	});
	return Object.assign(writer, { fd });
}
function textOf(chunk, encoding) {
	if (typeof chunk !== "string") return Buffer.from(chunk).toString();
	return /^(utf-?8|buffer)$/i.test(encoding) ? chunk : Buffer.from(chunk, encoding).toString();
}
/** As `</dev/null` gives it. */
function emptyInput() {
	return Object.assign(new Readable({ read: endAtOnce }), { fd: 0 });
}
function endAtOnce() {
	this.push(null);
}
// programs/process/own-process.ts
/** `process` as one incarnation of a program has it. */
/** From a signal to the turn of the loop that hears of it. */
const SIGNAL_US = 10;
var OwnProcess = class {
	host;
	/** What the program sees. */
	object = Object.create(process);
	ending;
	/** @param env variables of its own; those that every process has are the world's */
	constructor(host, { argv, env }) {
		this.host = host;
		Object.assign(process.env, env);
		const own = this.object;
		this.ending = new Ending({
			get exitCode() {
				return own.exitCode;
			},
			set exitCode(code) {
				own.exitCode = code;
			},
			isThere: () => host.isThere(),
			exitOf: (reason) => host.exitOf(reason),
			ended: (exit) => host.ended(exit),
			silence: () => host.silence()
		});
		const exit = (code) => this.exit(code);
		define(own, {
			argv: ["node", ...argv],
			argv0: "node",
			execArgv: [],
			execPath: "/usr/local/bin/node",
			title: "node",
			exitCode: void 0,
			exit,
			reallyExit: (code = 0) => this.ending.kill(`process.exit(${String(code)})`),
			abort: () => this.ending.kill("process.abort()"),
			kill: (pid, signal) => this.kill(pid, signal),
			chdir: refuse("chdir", "all nodes share one folder: give paths in full"),
			dlopen: refuse("dlopen", "a native addon does what no seed decides"),
			emitWarning: (warning, ...more) => this.warn(warning, more),
			getActiveResourcesInfo: () => [],
			send: void 0,
			connected: false,
			channel: void 0,
			disconnect: void 0,
			_eventsCount: 0,
			emit: (event, ...given) => Reflect.apply(EventEmitter.prototype.emit, own, [event, ...given]),
			...Object.fromEntries([
				"getuid",
				"geteuid",
				"getgid",
				"getegid"
			].map((name) => [name, () => 1e3])),
			getgroups: () => [1e3],
			umask: () => 18
		});
		this.addStreams();
	}
	/** `process.exit`. */
	exit(code) {
		return this.ending.exit(code, `process.exit(${String(code ?? this.object.exitCode ?? 0)})`);
	}
	/** An error ends it that nobody caught. */
	dies() {
		this.ending.tell(1);
	}
	/** To be asked at any time, whichever code runs. */
	hears(event) {
		return Object.hasOwn(this.host.listeners() ?? {}, event);
	}
	/** Somebody outside sends a signal that the program listens to. */
	signal(signal) {
		this.host.after(SIGNAL_US, () => this.tell(signal));
	}
	/** Nothing is left that it could wait for. */
	runOut(isIdle) {
		const code = Number(this.object.exitCode ?? 0);
		tellNode("beforeExit", code);
		if (isIdle()) this.ending.exit(void 0, `its last work is done (exit code ${code})`);
	}
	kill(pid, given) {
		const signal = signalFor(process.pid, pid, given);
		if (signal === void 0) return true;
		const effect = effectOf(signal, this.hears(signal));
		if (effect === "end") this.ending.kill(`killed by ${signal}`);
		if (effect === "listeners") this.signal(signal);
		return true;
	}
	tell(signal) {
		tellNode(signal, signal, os.constants.signals[signal]);
	}
	/** As Node prints it, and for whoever listens. */
	warn(given, [type, code]) {
		const options = typeof type === "object" && type !== null ? type : {};
		const name = typeof type === "string" ? type : options.type ?? "Warning";
		const marked = typeof code === "string" ? code : options.code;
		const warning = given instanceof Error ? given : Object.assign(new Error(String(given)), { name });
		if (marked !== void 0) Object.assign(warning, { code: marked });
		const mark = marked === void 0 ? "" : `[${marked}] `;
		this.host.log(`(node:${process.pid}) ${mark}${warning.name}: ${warning.message}`);
		process.nextTick(() => void tellNode("warning", warning));
	}
	addStreams() {
		const { host, object } = this;
		let stdin = host.streams?.stdin;
		let stdout = host.streams?.stdout;
		let stderr;
		const print = (line) => host.log(line);
		const shown = {
			configurable: true,
			enumerable: true
		};
		Object.defineProperties(object, {
			stdin: {
				get: () => stdin ??= emptyInput(),
				...shown
			},
			stdout: {
				get: () => stdout ??= lineWriter(1, print),
				...shown
			},
			stderr: {
				get: () => stderr ??= lineWriter(2, print),
				...shown
			}
		});
	}
};
function refuse(name, why) {
	return () => {
		throw new Error(`process.${name} is not there inside a world: ${why}`);
	};
}
// programs/driver.ts
/** One incarnation of a program on its node: starts it, brings it requests and connections, and tells of its end. */
/** A wake-up that does not come. */
const NEVER = -1;
/** When it is looked whether a process that is to end has nothing left to do: first, and later at the most. */
const FIRST_LOOK_US = 1e3;
const LAST_LOOK_US = 5e4;
var NodeProgramDriver = class {
	node;
	file;
	jiti;
	card;
	ownFiles;
	wakes = /* @__PURE__ */ new Map();
	process;
	/** It has ended itself, and whatever its code still does is void. */
	silent = false;
	handler;
	waiting = [];
	waitsSinceUs = 0;
	constructor(node, file, jiti) {
		this.node = node;
		this.file = file;
		this.jiti = jiti;
		this.card = new NetworkCard(node, (us, run) => void this.after(us, run));
	}
	start() {
		const { node, file } = this;
		closeRetiredParsers();
		begins(node.host, {
			card: this.card,
			files: () => this.files()
		});
		const own = {
			streams: this.streams,
			log: (text) => this.log(text, void 0),
			isThere: () => node.driver === this,
			listeners: () => node.host.processEvents?.listeners,
			exitOf: (reason) => this.exitOf(reason),
			ended: (exit) => node.failed(exit),
			silence: () => this.silence(),
			after: (us, run) => void this.after(us, run)
		};
		this.process = new OwnProcess(own, {
			argv: [file.entry, ...file.argv],
			env: file.env
		});
		const { object: process } = this.process;
		const console = consoleOf({
			...own,
			nowUs: () => node.port.now
		});
		const WebAssembly = webAssemblyOf();
		const fetch = (...given) => {
			const undici = modules.find("undici", file.entry);
			if (undici !== void 0) return undici.fetch(...given);
			throw new Error("fetch inside a world is that of the package undici: npm install it beside the program");
		};
		const global = globalOf({
			process,
			console,
			fetch,
			WebAssembly
		});
		const modules = new Modules(this.jiti, {
			process,
			global,
			console,
			fetch,
			WebAssembly
		}, builtinsOf({
			process,
			console,
			face: this.face(),
			files: () => this.files(),
			card: this.card
		}), file.shared);
		const loaded = modules.load(file.entry);
		if (loaded instanceof Promise) this.watch(loaded);
	}
	receive(kind, from, id, body) {
		if (kind === EventKind.Message) this.card.datagram(from, body);
		if (kind !== EventKind.Request) return;
		const request = {
			from,
			id,
			body
		};
		if (this.handler === void 0) this.keep(request);
		else this.watch(this.serve(this.handler, request));
	}
	keep(request) {
		if (this.waiting.length === 0) this.waitsSinceUs = this.node.port.now;
		this.waiting.push(request);
	}
	unread() {
		const { waiting, waitsSinceUs: sinceUs, file } = this;
		if (waiting.length === 0) return [];
		const needs = `${file.named} must call onRequest of seedstorm/node, or clients must ask another node (to: () => …)`;
		return [{
			post: "request",
			count: waiting.length,
			sinceUs,
			needs
		}];
	}
	/** Where standard input and output lead, if anywhere. */
	get streams() {}
	/** What is thrown where the program ends its process. */
	exitOf(reason) {
		return new NodeExit(reason);
	}
	wake(id) {
		const run = this.wakes.get(id);
		this.wakes.delete(id);
		run?.();
	}
	stream(event) {
		this.card.stream(event);
	}
	callEnded() {}
	timer() {}
	synced() {}
	membership() {}
	stop() {}
	/** An orchestrator ends a process by SIGTERM, and kills it where it takes too long. */
	terminate() {
		if (this.process?.hears("SIGTERM") !== true) return void 0;
		this.process.signal("SIGTERM");
		this.endWhenIdle(FIRST_LOOK_US);
		return toMicros(this.file.graceMs);
	}
	gone() {
		retireParsers(this.card.open);
	}
	dies() {
		this.process?.dies();
	}
	/** Node ends a process that has nothing left to wait for. It is looked for only where the end is near. */
	endWhenIdle(us) {
		this.after(us, () => {
			if (this.isIdle()) this.process?.runOut(() => this.isIdle());
			this.endWhenIdle(Math.min(2 * us, LAST_LOOK_US));
		});
	}
	isIdle() {
		const { node, handler, wakes, card } = this;
		return handler === void 0 && wakes.size === 0 && card.isIdle && node.host.loop.isIdle && !node.storage.busy;
	}
	/** From now on nothing of what its code does counts. */
	silence() {
		this.silent = true;
		this.card.cut();
	}
	state() {}
	restore() {
		throw new Error("a Node program cannot be restored from a snapshot: what it waits for is not data");
	}
	after(us, run) {
		if (this.node.driver !== this) return NEVER;
		const wake = this.node.agenda.wakeAfter(us);
		this.wakes.set(wake, run);
		return wake;
	}
	files() {
		return this.ownFiles ??= processFiles(this.node, {
			entry: this.file.entry,
			after: (us, run) => this.after(us, run),
			isThere: () => this.isThere(),
			print: (text, fd) => {
				const stdout = fd === 1 ? this.streams?.stdout : void 0;
				if (stdout === void 0) this.log(text.replace(/\n$/, ""), void 0);
				else stdout.write(text);
			}
		});
	}
	face() {
		const { node } = this;
		return {
			name: node.name,
			incarnation: node.incarnation,
			nodes: node.port.members(),
			onRequest: (handler) => {
				if (typeof handler !== "function") throw new TypeError(`onRequest: expected a function, got ${shown(handler)}`);
				if (this.handler !== void 0) throw new Error("onRequest: there is a handler of requests already");
				this.handler = handler;
				readBy(node).add("request");
				for (const request of this.waiting.splice(0)) this.watch(this.serve(handler, request));
			},
			effect: (input) => {
				assertEffect(input);
				if (this.silent) return;
				node.effect(copyPlain(input, "effect"), void 0);
			},
			log: (text, data) => this.log(text, data)
		};
	}
	log(text, data) {
		if (!this.silent && !this.node.sites.gone) this.node.port.log(this.node, text, data);
	}
	async serve(handler, { from, id, body }) {
		const { node } = this;
		try {
			const reply = await handler(body, node.port.endpointName(from));
			if (this.isThere()) node.answer(from, id, reply ?? null, void 0);
		} catch (error) {
			const definite = error?.definite === true;
			if (this.isThere()) node.reject(from, id, {
				error: thrownText(error),
				definite
			});
		}
	}
	/** What nobody catches ends the process. */
	watch(promise) {
		promise.then(void 0, (error) => {
			if (this.isThere()) this.node.failed(error, promise);
		});
	}
	isThere() {
		return this.node.driver === this && !this.silent;
	}
};
// programs/net/idle-timeout.ts
/** The time-out of idle sockets (`socket.setTimeout`), in the node's own time: the list that Node keeps of them is real. */
const IDLE = Symbol("idle");
function installIdleTimeout() {
	const { prototype } = net.Socket;
	replaceMethod(prototype, "setTimeout", (original) => {
		return function setTimeout(...args) {
			const [ms, onTimeout] = args;
			if (running() === void 0 || !Number.isFinite(ms) || ms < 0) return Reflect.apply(original.value, this, args);
			if (this.destroyed) return this;
			this.timeout = ms;
			plan(this);
			if (onTimeout !== void 0) {
				if (ms === 0) this.removeListener("timeout", onTimeout);
				else this.once("timeout", onTimeout);
			}
			return this;
		};
	});
	replaceMethod(prototype, "_unrefTimer", (original) => {
		return function _unrefTimer() {
			for (let socket = this; socket; socket = socket._parent) socket[IDLE]?.timer?.refresh();
			return Reflect.apply(original.value, this, []);
		};
	});
	replaceMethod(prototype, "_destroy", (original) => {
		return function _destroy(...args) {
			forget(this[IDLE]);
			return Reflect.apply(original.value, this, args);
		};
	});
}
/**
* Node's http sets a time-out several times while it makes a request, in Node 20 to more values than in 22. Timers are
* seen in the run, so only the last of a turn is started: the run is the same on both.
*/
function plan(socket) {
	const idle = socket[IDLE] ??= {
		timer: void 0,
		ms: 0,
		planned: false
	};
	if (idle.planned) return;
	idle.planned = true;
	process.nextTick(() => {
		idle.planned = false;
		const { timeout: ms = 0 } = socket;
		if (ms === 0 || socket.destroyed) forget(idle);
		else if (idle.timer !== void 0 && idle.ms === ms) idle.timer.refresh();
		else {
			forget(idle);
			idle.ms = ms;
			idle.timer = globalThis.setTimeout(() => socket._onTimeout(), ms).unref();
		}
	});
}
function forget(idle) {
	if (idle?.timer === void 0) return;
	globalThis.clearTimeout(idle.timer);
	idle.timer = void 0;
}
// programs/net/server-handle.ts
/** The handle under a `net.Server`: one port of one machine. */
var ServerHandle = class extends Handle {
	host;
	address;
	port;
	constructor(host, address, port) {
		super();
		this.host = host;
		this.address = address;
		this.port = port === 0 ? host.freePort() : port;
	}
	listen() {
		const { listeners } = this.host;
		if (listeners.has(this.port)) return netInternals().uv["UV_EADDRINUSE"];
		listeners.set(this.port, this);
		return 0;
	}
	close(done) {
		if (this.host.listeners.get(this.port) === this) this.host.listeners.delete(this.port);
		if (done !== void 0) this.host.after(1, () => done.call(this));
	}
	getsockname(out) {
		const family = this.address.includes(":") ? "IPv6" : "IPv4";
		Object.assign(out, {
			address: this.address,
			port: this.port,
			family
		});
		return 0;
	}
};
// programs/net/slow-requests.ts
/** Since the process began. */
const nowMs = () => process.uptime() * 1e3;
function watchSlowRequests(of) {
	const server = of;
	const pending = /* @__PURE__ */ new Map();
	const beganMs = nowMs();
	let timer;
	/** Only while there is something to look at, but then at the moments at which Node would look. */
	const plan = () => {
		const everyMs = server.connectionsCheckingInterval;
		if (timer !== void 0 || pending.size === 0 || !(everyMs > 0)) return;
		timer = globalThis.setTimeout(look, everyMs - (nowMs() - beganMs) % everyMs).unref();
	};
	const look = () => {
		timer = void 0;
		const { headersTimeout, requestTimeout } = server;
		const now = nowMs();
		for (const [socket, { sinceMs, incoming }] of pending) {
			const isOver = (limitMs) => limitMs > 0 && now - sinceMs > limitMs;
			if (!(isOver(requestTimeout) || incoming === void 0 && isOver(headersTimeout))) continue;
			pending.delete(socket);
			tooSlow(socket);
		}
		plan();
	};
	const begins = (socket) => {
		pending.set(socket, { sinceMs: nowMs() });
		plan();
	};
	const watch = (socket) => {
		const { parser } = socket;
		if (parser == null) return;
		const { onIncoming } = parser;
		parser.onIncoming = (incoming, ...more) => {
			const current = pending.get(socket);
			if (current !== void 0) current.incoming = incoming;
			return onIncoming.call(parser, incoming, ...more);
		};
		begins(socket);
		socket.prependListener("data", () => {
			if (!pending.has(socket)) begins(socket);
		});
		socket.on("data", () => {
			if (pending.get(socket)?.incoming?.complete === true) pending.delete(socket);
		});
		socket.once("close", () => pending.delete(socket));
	};
	server.on("connection", watch).on("secureConnection", watch);
}
/** As Node does it: the server's own answer to a broken request. */
function tooSlow(socket) {
	const error = Object.assign(/* @__PURE__ */ new Error("Request timeout"), { code: "ERR_HTTP_REQUEST_TIMEOUT" });
	const answer = socket.listeners("error").find(({ name }) => name === "socketOnError");
	if (answer === void 0) socket.destroy(error);
	else Reflect.apply(answer, socket, [error]);
}
// programs/net/install.ts
/**
* Puts the network of the world under Node's own `net`, `http` and `dns`: functions of theirs that open something ask
* whose program is running, and give it a look-alike handle. Outside of worlds they are what they were.
*/
let installed$1 = false;
/** Once in a process, before the first world of programs. @throws Error where this Node is made otherwise inside */
function installNetwork() {
	if (installed$1) return;
	installed$1 = true;
	netInternals();
	installConnect();
	installReset();
	installListen();
	installIdleTimeout();
	installNames();
	installDateHeader();
}
function installConnect() {
	replaceMethod(net.Socket.prototype, "connect", (original) => {
		return function connect(...args) {
			const card = running()?.card;
			if (card !== void 0 && (!this._handle || this.destroyed)) {
				const handle = new SocketHandle(card);
				const { owner, onread } = netInternals();
				this._handle = handle;
				handle[owner] = this;
				handle.onread = onread;
				if (this.destroyed) this._undestroy();
				this._peername = this._sockname = null;
			}
			return Reflect.apply(original.value, this, args);
		};
	});
}
/** Node resets what has a handle of its own class only. */
function installReset() {
	replaceMethod(net.Socket.prototype, "resetAndDestroy", (original) => {
		return function resetAndDestroy() {
			if (!(this._handle instanceof SocketHandle)) return Reflect.apply(original.value, this, []);
			if (this.connecting) this.once("connect", () => this._reset());
			else this._reset();
			return this;
		};
	});
}
function installListen() {
	replaceMethod(net.Server.prototype, "_listen2", (original) => {
		return function _listen2(...args) {
			const card = running()?.card;
			if (card !== void 0) {
				const [address, port] = args;
				if (port === -1) throw new Error(`a Unix socket (${String(address)}) cannot be listened on inside a world: use a port`);
				this._handle = new ServerHandle(card, address ?? "::", port);
				leaveOutRealInterval(this);
				if (address === null) args.splice(0, 3, ...[
					"::",
					port,
					6
				]);
			}
			return Reflect.apply(original.value, this, args);
		};
	});
}
/**
* A server of Node's looks for slow requests in real time, by a clock of libuv that no program can set: in a world
* another does it in its place.
*/
function leaveOutRealInterval(server) {
	const track = server.listeners("listening").find(({ name }) => name === "setupConnectionsTracking");
	if (track === void 0) return;
	server.removeListener("listening", track);
	server.prependOnceListener("listening", () => watchSlowRequests(server));
	server.prependListener("listening", () => outsideOfNodes(() => {
		Reflect.apply(track, server, []);
		const interval = Object.getOwnPropertySymbols(server).find(({ description }) => description === "http.server.connectionsCheckingInterval");
		if (interval !== void 0) globalThis.clearInterval(server[interval]);
	}));
}
/** Host names are names of nodes. */
function installNames() {
	replaceMethod(dns, "lookup", (original) => {
		return function lookup(...args) {
			const card = running()?.card;
			const [host, options, callback] = args;
			const done = typeof options === "function" ? options : callback;
			if (card === void 0 || typeof host !== "string" || done === void 0) return Reflect.apply(original.value, this, args);
			const address = net.isIP(host) === 0 ? card.addressOf(host) : host;
			const all = typeof options === "object" && options.all === true;
			const error = address === void 0 ? notFound(host, card.hosts) : void 0;
			process.nextTick(() => {
				if (error !== void 0) done(error);
				else if (all) done(null, [{
					address,
					family: 4
				}]);
				else done(null, address, 4);
			});
			return {};
		};
	});
}
/** With the place in the program that asked, below the layers of libraries: Node's own has none. */
function notFound(host, hosts) {
	const depth = Error.stackTraceLimit;
	Error.stackTraceLimit = 50;
	const error = Object.assign(/* @__PURE__ */ new Error(`getaddrinfo ENOTFOUND ${host}`), {
		errno: netInternals().uv["UV_EAI_NONAME"] ?? -3008,
		code: "ENOTFOUND",
		syscall: "getaddrinfo",
		hostname: host
	});
	Error.stackTraceLimit = depth;
	return hint(error, unknownName("node", host, hosts));
}
/** Node keeps the text of the Date header for a second of real time. */
function installDateHeader() {
	replaceMethod(http.OutgoingMessage.prototype, "_storeHeader", (original) => {
		return function _storeHeader(...args) {
			const [firstLine, headers] = args;
			if (running() === void 0 || !this.sendDate || hasDate(headers)) return Reflect.apply(original.value, this, args);
			this.sendDate = false;
			const line = `${firstLine}Date: ${(/* @__PURE__ */ new Date()).toUTCString()}\r\n`;
			return Reflect.apply(original.value, this, [line, headers]);
		};
	});
}
/** @param headers a list of pairs, a flat list of names and values, or an object */
function hasDate(headers) {
	const isDate = (name) => String(name).toLowerCase() === "date";
	if (!Array.isArray(headers)) return Object.keys(headers ?? {}).some(isDate);
	return headers.some((header, at) => Array.isArray(header) ? isDate(header[0]) : at % 2 === 0 && isDate(header));
}
// programs/threads/jobs.ts
/**
* What Node does in threads of its own, done at once and told a little later in the node's own time: a job of a thread
* would end when no seed says.
*/
/** How long a job takes. */
const JOB_US = 50;
/** Does it now, and tells the running program's `done` later what came of it. */
function doNow(job, done) {
	let told;
	try {
		const result = job();
		told = () => done(null, result);
	} catch (error) {
		told = () => done(error);
	}
	const context = asyncContext();
	running()?.card.after(JOB_US, () => context.runInAsyncScope(told));
}
// programs/threads/keys.ts
/** Keys made of the node's own chance. Those that need primes are refused: OpenSSL draws them from real randomness. */
/** The DER around the bytes of a private key (RFC 8410). */
const CURVES = {
	ed25519: {
		prefix: "302e020100300506032b657004220420",
		size: 32
	},
	x25519: {
		prefix: "302e020100300506032b656e04220420",
		size: 32
	},
	ed448: {
		prefix: "3047020100300506032b6571043b0439",
		size: 57
	},
	x448: {
		prefix: "3046020100300506032b656f043a0438",
		size: 56
	}
};
/** Names of curves: those of OpenSSL by those of the web. */
const NIST = {
	"P-256": "prime256v1",
	"P-384": "secp384r1",
	"P-521": "secp521r1",
	secp256k1: "secp256k1"
};
/** @returns undefined for a kind of key that cannot be made so */
function drawnPrivateKey(type, namedCurve) {
	const curve = Object.hasOwn(CURVES, type) ? CURVES[type] : void 0;
	if (curve !== void 0) {
		const key = Buffer.concat([Buffer.from(curve.prefix, "hex"), crypto.randomBytes(curve.size)]);
		return crypto.createPrivateKey({
			key,
			format: "der",
			type: "pkcs8"
		});
	}
	const [crv, name] = Object.entries(NIST).find((names) => names.includes(namedCurve ?? "")) ?? [];
	return type === "ec" && crv !== void 0 && name !== void 0 ? drawnEcKey(crv, name) : void 0;
}
function drawnEcKey(crv, name) {
	const ecdh = crypto.createECDH(name);
	const size = Math.ceil((crv === "P-521" ? 521 : Number(/\d{3}/.exec(crv)?.[0])) / 8);
	for (;;) {
		const bytes = crypto.randomBytes(size);
		if (crv === "P-521") bytes[0] = bytes[0] & 1;
		try {
			ecdh.setPrivateKey(bytes);
		} catch {
			continue;
		}
		const point = ecdh.getPublicKey();
		const text = (part) => part.toString("base64url");
		const [x, y] = [text(point.subarray(1, 1 + size)), text(point.subarray(1 + size))];
		return crypto.createPrivateKey({
			key: {
				kty: "EC",
				crv,
				x,
				y,
				d: text(bytes)
			},
			format: "jwk"
		});
	}
}
/** `generateKeyPairSync`, for what can be drawn. */
function drawnPair(type, options = {}) {
	const key = drawnPrivateKey(type, options.namedCurve);
	if (key === void 0) return void 0;
	const { publicKeyEncoding: outside, privateKeyEncoding: inside } = options;
	const open = crypto.createPublicKey(key);
	return {
		publicKey: outside === void 0 ? open : open.export(outside),
		privateKey: inside === void 0 ? key : key.export(inside)
	};
}
/** `generateKeySync`. */
function drawnSecret(type, { length }) {
	return (type === "aes" ? [
		128,
		192,
		256
	].includes(length) : type === "hmac" && length >= 8) ? crypto.createSecretKey(crypto.randomBytes(length >> 3)) : void 0;
}
// programs/threads/subtle.ts
/** Web Crypto without threads, on the functions of `node:crypto` that work at once. What those lack is refused. */
function installSubtle() {
	const { subtle } = crypto.webcrypto;
	const prototype = Object.getPrototypeOf(subtle);
	const { importKey } = subtle;
	const imported = (...args) => Reflect.apply(importKey, subtle, args);
	const works = {
		digest: (given, data) => crypto.createHash(hashName(read(given).name)).update(bytesOf(data)).digest(),
		sign: (given, key, data) => sign(given, key, bytesOf(data)),
		verify: (given, key, signature, data) => verify(given, key, bytesOf(signature), bytesOf(data)),
		encrypt: (given, key, data) => cipher(given, key, bytesOf(data), true),
		decrypt: (given, key, data) => cipher(given, key, bytesOf(data), false),
		deriveBits: (given, key, length) => deriveBits(read(given), key, length),
		deriveKey: (given, key, to, extractable, usages) => {
			const bits = deriveBits(read(given), key, to.length ?? bitsOf(hashOf(to)));
			return imported("raw", bits, to, extractable, usages);
		},
		exportKey,
		generateKey: (given, extractable, usages) => generate(read(given), extractable, usages, imported),
		wrapKey: (format, key, by, given) => {
			const exported = exportKey(format, key);
			return cipher(given, by, format === "jwk" ? Buffer.from(JSON.stringify(exported)) : bytesOf(exported), true);
		},
		unwrapKey: (format, data, by, given, ...more) => {
			const text = cipher(given, by, bytesOf(data), false);
			return imported(format, format === "jwk" ? JSON.parse(text.toString()) : text, ...more);
		}
	};
	for (const [name, work] of Object.entries(works)) replaceMethod(prototype, name, (original) => {
		return function(...args) {
			if (running() === void 0 || isRefused(name, args)) return Reflect.apply(original.value, this, args);
			return new Promise((resolve, reject) => doNow(() => work(...args), (error, result) => {
				if (error === null) resolve(Buffer.isBuffer(result) ? arrayBufferOf(result) : result);
				else reject(asWebError(error));
			}));
		};
	});
}
function read(given) {
	return typeof given === "string" ? { name: given } : given;
}
/** In capitals, as names of algorithms are compared. */
const nameOf = (given) => read(given).name.toUpperCase();
function hashOf({ hash }) {
	return hashName(typeof hash === "object" ? hash.name : hash ?? "SHA-256");
}
function hashName(name) {
	if (/^SHA-(1|256|384|512)$/i.test(name)) return name.replace("-", "").toLowerCase();
	throw new DOMException(`Unrecognized algorithm name: ${name}`, "NotSupportedError");
}
/** The usual length of a key for HMAC: one block of its hash. */
const bitsOf = (hash) => /384|512/.test(hash) ? 1024 : 512;
function sign(given, key, data) {
	if (nameOf(given) === "HMAC") return crypto.createHmac(hashOf(key.algorithm), KeyObject.from(key)).update(data).digest();
	const { hash, ...how } = signatureOf(given, key);
	return crypto.sign(hash, data, how);
}
function verify(given, key, signature, data) {
	if (nameOf(given) === "HMAC") {
		const right = sign(given, key, data);
		return right.length === signature.length && crypto.timingSafeEqual(right, signature);
	}
	const { hash, ...how } = signatureOf(given, key);
	return crypto.verify(hash, data, how, signature);
}
function signatureOf(given, key) {
	const inner = KeyObject.from(key);
	switch (nameOf(given)) {
		case "ECDSA": return {
			hash: hashOf(read(given)),
			key: inner,
			dsaEncoding: "ieee-p1363"
		};
		case "RSASSA-PKCS1-V1_5": return {
			hash: hashOf(key.algorithm),
			key: inner,
			padding: crypto.constants.RSA_PKCS1_PADDING
		};
		case "RSA-PSS": {
			const { saltLength = 0 } = read(given);
			const padding = crypto.constants.RSA_PKCS1_PSS_PADDING;
			return {
				hash: hashOf(key.algorithm),
				key: inner,
				padding,
				saltLength
			};
		}
		case "ED25519":
		case "ED448": return {
			hash: null,
			key: inner
		};
		default: throw unknown(given);
	}
}
function cipher(given, key, data, isSealing) {
	const algorithm = read(given);
	const inner = KeyObject.from(key);
	const bits = (inner.symmetricKeySize ?? 0) * 8;
	const iv = bytesOf(algorithm.iv ?? algorithm.counter ?? Buffer.alloc(0));
	const through = (one, from) => Buffer.concat([one.update(from), one.final()]);
	const make = (name, start) => isSealing ? crypto.createCipheriv(name, inner, start) : crypto.createDecipheriv(name, inner, start);
	switch (nameOf(given)) {
		case "AES-CBC": return through(make(`aes-${bits}-cbc`, iv), data);
		case "AES-CTR": return through(make(`aes-${bits}-ctr`, iv), data);
		case "AES-KW": return through(make(`id-aes${bits}-wrap`, Buffer.alloc(8, 166)), data);
		case "AES-GCM": {
			const authTagLength = (algorithm.tagLength ?? 128) / 8;
			const name = `aes-${bits}-gcm`;
			const aad = bytesOf(algorithm.additionalData ?? Buffer.alloc(0));
			if (isSealing) {
				const sealer = crypto.createCipheriv(name, inner, iv, { authTagLength }).setAAD(aad);
				return Buffer.concat([through(sealer, data), sealer.getAuthTag()]);
			}
			const at = data.length - authTagLength;
			return through(crypto.createDecipheriv(name, inner, iv, { authTagLength }).setAAD(aad).setAuthTag(data.subarray(at)), data.subarray(0, at));
		}
		case "RSA-OAEP": {
			const how = {
				key: inner,
				padding: crypto.constants.RSA_PKCS1_OAEP_PADDING,
				oaepHash: hashOf(key.algorithm),
				...algorithm.label === void 0 ? {} : { oaepLabel: bytesOf(algorithm.label) }
			};
			return isSealing ? crypto.publicEncrypt(how, data) : crypto.privateDecrypt(how, data);
		}
		default: throw unknown(given);
	}
}
function deriveBits(algorithm, key, length) {
	const inner = KeyObject.from(key);
	const salt = bytesOf(algorithm.salt ?? Buffer.alloc(0));
	const size = (length ?? 0) >> 3;
	switch (nameOf(algorithm)) {
		case "PBKDF2": return crypto.pbkdf2Sync(inner.export(), salt, algorithm.iterations ?? 1, size, hashOf(algorithm));
		case "HKDF": {
			const info = bytesOf(algorithm.info ?? Buffer.alloc(0));
			return Buffer.from(crypto.hkdfSync(hashOf(algorithm), inner, salt, info, size));
		}
		case "ECDH":
		case "X25519":
		case "X448": {
			const publicKey = KeyObject.from(algorithm.public);
			const secret = crypto.diffieHellman({
				privateKey: inner,
				publicKey
			});
			return length === null ? secret : secret.subarray(0, size);
		}
		default: throw unknown(algorithm);
	}
}
function exportKey(format, key) {
	const inner = KeyObject.from(key);
	if (format === "spki" || format === "pkcs8") return inner.export({
		type: format,
		format: "der"
	});
	const jwk = key.type === "secret" && format === "raw" ? {} : inner.export({ format: "jwk" });
	if (format === "jwk") return {
		...jwk,
		key_ops: [...key.usages],
		ext: true,
		...algOf(key)
	};
	if (key.type === "secret") return inner.export();
	const { x = "", y } = jwk;
	const part = (text) => Buffer.from(text, "base64url");
	return y === void 0 ? part(x) : Buffer.concat([
		Buffer.of(4),
		part(x),
		part(y)
	]);
}
/** The name that JSON Web Keys have for an algorithm, where it has one. */
function algOf({ algorithm }) {
	const { name, hash, length } = algorithm;
	const bits = hashOf({ hash }).replace("sha", "");
	if (name === "HMAC") return { alg: `HS${bits}` };
	if (name === "RSASSA-PKCS1-v1_5") return { alg: `RS${bits}` };
	if (name === "RSA-PSS") return { alg: `PS${bits}` };
	if (name === "RSA-OAEP") return { alg: bits === "1" ? "RSA-OAEP" : `RSA-OAEP-${bits}` };
	return name.startsWith("AES-") ? { alg: `A${String(length)}${name.slice(4)}` } : {};
}
async function generate(algorithm, extractable, usages, imported) {
	const { name, length, namedCurve } = algorithm;
	if (/^(AES-|HMAC$)/i.test(name)) {
		const size = (length ?? bitsOf(hashOf(algorithm))) >> 3;
		return imported("raw", crypto.randomBytes(size), algorithm, extractable, usages);
	}
	const key = drawnPrivateKey(/^EC/i.test(name) ? "ec" : name.toLowerCase(), namedCurve);
	if (key === void 0) throw new Error(`crypto.subtle.generateKey: ${name} draws primes from real randomness: make the key outside of the world`);
	const isPublic = (usage) => usage === "verify";
	return {
		publicKey: await imported(...[
			"spki",
			crypto.createPublicKey(key).export({
				type: "spki",
				format: "der"
			}),
			algorithm,
			true,
			usages.filter(isPublic)
		]),
		privateKey: await imported(...[
			"pkcs8",
			key.export({
				type: "pkcs8",
				format: "der"
			}),
			algorithm,
			extractable
		], usages.filter((usage) => !isPublic(usage)))
	};
}
/** Where the key stands that must be meant for what is done. */
const KEYS = {
	sign: 1,
	verify: 1,
	encrypt: 1,
	decrypt: 1,
	deriveBits: 1,
	deriveKey: 1,
	wrapKey: 2,
	unwrapKey: 2
};
/** What a key is not meant for is Node's own to refuse, which it does before it starts a thread. */
function isRefused(name, args) {
	const hidden = args[1];
	if (name === "exportKey" || name === "wrapKey") {
		if (hidden?.extractable !== true) return true;
	}
	const at = KEYS[name];
	if (at === void 0) return false;
	const key = args[at];
	return key?.usages === void 0 || !key.usages.includes(name);
}
function unknown(given) {
	return new DOMException(`Unrecognized algorithm name: ${read(given).name}`, "NotSupportedError");
}
/** What OpenSSL says is told as the web tells it. */
function asWebError(error) {
	const { code = "ERR_OSSL" } = error;
	return error instanceof DOMException || !String(code).startsWith("ERR_OSSL") ? error : new DOMException("The operation failed for an operation-specific reason", "OperationError");
}
function bytesOf(data) {
	return ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : Buffer.from(data);
}
function arrayBufferOf(bytes) {
	return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
}
// programs/threads/crypto.ts
/** The functions of `node:crypto` that call back, without threads. */
/** By name; each has a twin that works at once, under its name with `Sync` or, without a callback, under the same. */
const JOBS = [
	"pbkdf2",
	"scrypt",
	"hkdf",
	"generateKey",
	"generateKeyPair",
	"generatePrime",
	"checkPrime",
	"argon2"
];
const SAME_NAME = [
	"sign",
	"verify",
	"diffieHellman",
	"encapsulate",
	"decapsulate"
];
function installCrypto() {
	drawKeys("generateKeyPairSync", (type, options) => drawnPair(type, options));
	drawKeys("generateKeySync", (type, options) => drawnSecret(type, options));
	const functions = crypto;
	for (const name of JOBS) callBack(name, (args) => functions[`${name}Sync`]?.(...args));
	for (const name of SAME_NAME) callBack(name, (args) => functions[name]?.(...args));
	installSubtle();
}
function callBack(name, work) {
	if (typeof crypto[name] !== "function") return;
	replaceMethod(crypto, name, (original) => {
		return function(...args) {
			const done = args.at(-1);
			if (running() === void 0 || typeof done !== "function") return Reflect.apply(original.value, this, args);
			const told = (error, result) => {
				if (error !== null) return done(error);
				if (name !== "generateKeyPair") return done(null, result);
				const { publicKey, privateKey } = result;
				done(null, publicKey, privateKey);
			};
			let failure;
			let result;
			try {
				result = work(args.slice(0, -1));
			} catch (error) {
				if (/^ERR_(INVALID_ARG|OUT_OF_RANGE)/.test(String(error.code))) throw error;
				failure = { error };
			}
			doNow(() => {
				if (failure !== void 0) throw failure.error;
				return result;
			}, told);
		};
	});
}
function drawKeys(name, draw) {
	replaceMethod(crypto, name, (original) => {
		return function(...args) {
			const [type, options] = args;
			return (running() === void 0 ? void 0 : draw(type, options)) ?? Reflect.apply(original.value, this, args);
		};
	});
}
// programs/threads/zlib.ts
/** Compression without threads: Node's own streams and functions stand on handles that also work at once. */
const TELL = Symbol("tell");
function installZlib() {
	const { createGzip, createBrotliCompress, createBrotliDecompress } = zlib;
	const { createZstdCompress, createZstdDecompress } = zlib;
	const handles = new Set([
		...[
			createGzip,
			createBrotliCompress,
			createBrotliDecompress
		],
		createZstdCompress,
		createZstdDecompress
	].flatMap((make) => {
		if (make === void 0) return [];
		const stream = make();
		const prototype = Object.getPrototypeOf(stream._handle);
		stream.close();
		return [prototype];
	}));
	for (const handle of handles) installOn(handle);
}
function installOn(prototype) {
	replaceMethod(prototype, "init", (original) => {
		return function init(...args) {
			const tell = args.find((arg) => typeof arg === "function");
			if (tell !== void 0) this[TELL] = tell;
			return Reflect.apply(original.value, this, args);
		};
	});
	replaceMethod(prototype, "write", (original) => {
		return function write(...args) {
			const { [TELL]: tell } = this;
			if (tell === void 0 || running() === void 0) return Reflect.apply(original.value, this, args);
			const { onerror } = this;
			let failure;
			this.onerror = (...error) => void (failure = error);
			doNow(() => this.writeSync(...args), () => failure === void 0 ? tell.call(this) : onerror.apply(this, failure));
			this.onerror = onerror;
		};
	});
}
// programs/threads/install.ts
/** Puts what needs no threads in the place of what Node does in threads, for programs in worlds. */
let installed = false;
/** Once in a process, before the first world of programs. */
function installThreads() {
	if (installed) return;
	installed = true;
	installAmbient(() => void 0)();
	installZlib();
	installCrypto();
}
// programs/node-program.ts
/** `nodeProgram`: the files of a Node service as the program of a node, as they are. */
const OPTIONS = [
	"entry",
	"argv",
	"env",
	"graceMs",
	"shared"
];
/**
* A Node service as it is, as the program of a node. Its modules are fresh in every incarnation, `net` and `http` are
* Node's own on the network of the world, host names are names of nodes, and time and chance are the node's.
* @throws InputError in one sentence where the entry is no file, or none that can be run
*/
function nodeProgram(options) {
	assertOptions(options, OPTIONS, "nodeProgram");
	return programOf(options, NodeProgramDriver, nodeProgram);
}
/**
* The same, driven by a driver of its own.
* @param caller the function whose caller's folder relative entries are looked for in
* @throws InputError as `nodeProgram` does
*/
function programOf({ entry, argv = [], env = {}, graceMs = 1e4, shared = [] }, Driver, caller) {
	if (!(graceMs >= 0)) throw new InputError("graceMs", `expected a time in ms, got ${String(graceMs)}`);
	const { path, named, jiti } = entryOf(entry, "entry", caller);
	installNetwork();
	installThreads();
	const file = {
		entry: path,
		named,
		argv,
		env,
		graceMs,
		shared: sharedPackages(shared, path, jiti)
	};
	return {
		style: "async",
		virtual: VIRTUAL,
		closesConnections: true,
		drive: (node) => new Driver(node, file, jiti)
	};
}
/** What Node makes for a socket or parser of ours too: what is real behind one has a handle of its own besides. */
const VIRTUAL = /* @__PURE__ */ new Set([...[
	"TCPCONNECTWRAP",
	"SHUTDOWNWRAP",
	"WRITEWRAP",
	"HTTPINCOMINGMESSAGE",
	"HTTPCLIENTREQUEST",
	"ZLIB",
	"UDPWRAP"
]]);
// programs/node.ts
/** The node's name, which is its host name, too. Empty outside of worlds. */
const name = "";
/** 1 for the node's first process, one more after every restart. 0 outside of worlds. */
const incarnation = 0;
/** Names of all nodes, this one included. */
const nodes = [];
/**
* Takes the requests of clients; those that came before wait for it. What the handler returns is the reply. What it
* throws is an answer of unknown outcome, or with `definite: true` on it one that certainly did not happen.
* @throws Error where there is a handler already, and outside of worlds
*/
function onRequest(_handler) {
	throw outside("onRequest");
}
/**
* Writes something that was done outside (a mail was sent, money moved) into the history, for checkers to judge.
* @throws TypeError where it has no `f`, Error outside of worlds
*/
function effect(_input) {
	throw outside("effect");
}
/** Writes a line into the trace of the run. @throws Error outside of worlds */
function log(_text, _data) {
	throw outside("log");
}
function outside(what) {
	return /* @__PURE__ */ new Error(`${what} of seedstorm/node works inside a world only: run this file by nodeProgram`);
}
// programs/maelstrom/names.ts
/** What a user may name: workloads, topologies, claims. Apart from all that runs, for help and completion. */
const WORKLOADS = [...[
	"broadcast",
	"echo",
	"g-counter",
	"g-set",
	"kafka",
	"lin-kv",
	"pn-counter"
], ...[
	"txn-list-append",
	"txn-rw-register",
	"unique-ids"
]];
const TOPOLOGIES = [
	"grid",
	"line",
	"tree",
	"tree2",
	"tree3",
	"tree4",
	"total"
];
const LATENCIES = [
	"constant",
	"uniform",
	"exponential"
];
const CONSISTENCY = [
	"strict-serializable",
	"strong-session-serializable",
	"serializable"
];
// programs/maelstrom/figures.ts
const SHARES = [
	0,
	.5,
	.95,
	.99,
	1
];
/** Looks on at a run: counts messages as they are sent and as they arrive. */
var MessageCount = class {
	log;
	counts = {
		clients: {
			sent: 0,
			received: 0
		},
		servers: {
			sent: 0,
			received: 0
		}
	};
	/**
	* @param setup messages by which nodes were set up: nobody sees them
	* @param log what a node says
	*/
	constructor(setup, log) {
		this.log = log;
		this.counts.clients = {
			sent: setup,
			received: setup
		};
	}
	sent({ kind }) {
		const between = BETWEEN.get(kind);
		if (between !== void 0) this.counts[between].sent++;
	}
	event({ kind }) {
		const between = BETWEEN.get(kind);
		if (between !== void 0) this.counts[between].received++;
	}
	figures(operations) {
		const { clients, servers } = this.counts;
		const counted = ({ sent, received }, isRelated) => ({
			sendCount: sent,
			recvCount: received,
			...isRelated && operations > 0 ? { msgsPerOp: round(sent / operations) } : {}
		});
		return {
			all: counted({
				sent: clients.sent + servers.sent,
				received: clients.received + servers.received
			}, true),
			clients: counted(clients, false),
			servers: counted(servers, true)
		};
	}
};
const BETWEEN = /* @__PURE__ */ new Map([
	[EventKind.Message, "servers"],
	[EventKind.Request, "clients"],
	[EventKind.Answer, "clients"],
	[EventKind.Refusal, "clients"]
]);
function figuresOf(history, net) {
	const byF = /* @__PURE__ */ new Map();
	for (const operation of history) {
		const { f } = operation.input;
		byF.set(f, [...byF.get(f) ?? [], operation]);
	}
	const errors = {};
	for (const { error } of history) {
		if (error === void 0) continue;
		const name = /^[^:]*/.exec(error)?.[0] ?? error;
		errors[name] = (errors[name] ?? 0) + 1;
	}
	const stats = statsOf(history);
	const stable = stableLatencies(history);
	return {
		stats: {
			...stats,
			byF: Object.fromEntries([...byF].map(([f, some]) => [f, statsOf(some)]))
		},
		availability: { okFraction: stats.count === 0 ? 1 : round(stats.ok / stats.count) },
		net,
		errors,
		...stable === void 0 ? {} : { stableLatencies: stable }
	};
}
function statsOf(history) {
	const ended = (type) => history.filter((operation) => operation.type === type);
	const ok = ended("ok");
	return {
		count: history.length,
		ok: ok.length,
		fail: ended("fail").length,
		info: ended("info").length,
		...ok.length === 0 ? {} : { latencies: quantiles(ok.map((one) => endOf(one) - startOf(one))) }
	};
}
const startOf = ({ invokedAtMs = 0 }) => invokedAtMs;
const endOf = ({ completedAtMs = 0 }) => completedAtMs;
function quantiles(times) {
	const sorted = [...times].sort((a, b) => a - b);
	return Object.fromEntries(SHARES.map((share) => [String(share), round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))])]));
}
/** Of each element that the last read shows: from when it was known to the last read that began without it. */
function stableLatencies(history) {
	const reads = history.filter(({ type, output, input }) => type === "ok" && input.f === "read" && Array.isArray(output));
	const shown = reads.map(({ output }) => new Set(output.map((one) => JSON.stringify(one))));
	const times = [];
	for (const operation of history) {
		const { f, value } = operation.input;
		if (operation.type !== "ok" || f !== "broadcast" && f !== "add") continue;
		const knownMs = endOf(operation);
		const element = JSON.stringify(value);
		let missingMs = knownMs;
		reads.forEach((read, index) => {
			if (shown[index]?.has(element) === false) missingMs = Math.max(missingMs, startOf(read));
		});
		if (shown.at(-1)?.has(element) === true) times.push(missingMs - knownMs);
	}
	return times.length === 0 ? void 0 : quantiles(times);
}
const round = (number) => Math.round(number * 1e3) / 1e3;
// programs/maelstrom/errors.ts
/** As `doc/protocol.md` of Maelstrom lists them. */
const ERRORS = /* @__PURE__ */ new Map([
	[0, {
		name: "timeout",
		definite: false
	}],
	[1, {
		name: "node-not-found",
		definite: true
	}],
	[10, {
		name: "not-supported",
		definite: true
	}],
	[11, {
		name: "temporarily-unavailable",
		definite: true
	}],
	[12, {
		name: "malformed-request",
		definite: true
	}],
	[13, {
		name: "crash",
		definite: false
	}],
	[14, {
		name: "abort",
		definite: true
	}],
	[20, {
		name: "key-does-not-exist",
		definite: true
	}],
	[21, {
		name: "key-already-exists",
		definite: true
	}],
	[22, {
		name: "precondition-failed",
		definite: true
	}],
	[30, {
		name: "txn-conflict",
		definite: true
	}]
]);
/** Codes from here on are anybody's own, and never definite. */
const FIRST_OWN = 1e3;
/** What the body of an error says: in words that begin with the name of its code, and whether it is definite. */
function readError(body) {
	const { code, text } = body;
	const known = ERRORS.get(code);
	const words = typeof text === "string" && text !== "" ? `: ${text}` : "";
	if (known !== void 0) return {
		error: `${known.name}${words}`,
		definite: known.definite
	};
	if (typeof code !== "number") return {
		error: `error without a code${words}`,
		definite: false
	};
	return {
		error: `${code >= FIRST_OWN ? "own" : "unknown"} code ${code}${words}`,
		definite: false
	};
}
// programs/maelstrom/messages.ts
const SHOWN = 80;
/** @throws Error in one sentence that names what stands there instead */
function readMessage(line) {
	let value;
	try {
		value = JSON.parse(line);
	} catch {
		throw new Error(`printed ${shortened(line)} to stdout, which is no JSON: stdout is for messages, one a line; what people are to read goes to stderr`);
	}
	const message = isObject(value) ? value : {};
	for (const name of ["src", "dest"]) if (typeof message[name] !== "string") throw new Error(`printed ${shortened(line)}: expected the name of a node in "${name}", got ${told(message[name])}`);
	if (!isObject(message["body"])) throw new Error(`printed ${shortened(line)}: expected an object in "body", got ${told(message["body"])}`);
	return message;
}
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const told = (value) => value === void 0 ? "nothing" : shortened(JSON.stringify(value));
const shortened = (text) => text === "" ? "an empty line" : text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
/** Puts lines together from what comes in pieces. */
var Lines = class {
	line;
	rest = "";
	constructor(line) {
		this.line = line;
	}
	push(text) {
		const lines = (this.rest + text).split("\n");
		this.rest = lines.pop();
		for (const line of lines) this.line(line.replace(/\r$/, ""));
	}
};
// programs/maelstrom/desk.ts
/**
* Stands between a program's standard streams and the network of the world: what arrives becomes a line of its standard
* input, what it prints becomes a message, or the answer that a client waits for.
*/
/** Asks the node to get ready; no client of the workload has this name. */
const HOST = "c0";
/** The sender of a message, where it is not the node that sent it: whoever passes a client's request on keeps its name. */
const SENDER = "@src";
/** Marks answers that are not as the protocol says; a check looks for it. */
const MALFORMED = "malformed answer";
var Desk = class {
	node;
	around;
	feed;
	fail;
	/** What the node is asked before anybody else may ask it, in order. */
	setup;
	/** Number of the setup request that waits for its answer; 0: none yet. */
	setupId = 0;
	waiting = [];
	/** It has failed. */
	isOver = false;
	open = /* @__PURE__ */ new Map();
	lines = new Lines((line) => this.line(line));
	constructor(node, around, feed, fail) {
		this.node = node;
		this.around = around;
		this.feed = feed;
		this.fail = fail;
		const { nodes, topology } = around;
		this.setup = [{
			type: "init",
			node_id: node.name,
			node_ids: nodes
		}, ...topology === void 0 ? [] : [{
			type: "topology",
			topology
		}]];
	}
	/** The process is there. @param after runs something later */
	begin(after) {
		after(this.around.readyMs * 1e3, () => {
			const next = this.setup[0];
			if (this.waiting !== void 0 && next !== void 0) this.fails(/* @__PURE__ */ new Error(`did not answer ${String(next["type"])} within ${this.around.readyMs / 1e3} s: expected a message of type "${String(next["type"])}_ok" with "in_reply_to": ${this.setupId}`));
		});
		this.prepare();
	}
	/** Clients may ask. */
	get isReady() {
		return this.waiting === void 0;
	}
	/** Something came over the network. */
	receive(kind, from, id, payload) {
		const { port, name } = this.node;
		const src = port.endpointName(from);
		if (kind === EventKind.Request) {
			const input = payload;
			const rpc = this.around.workload.rpcs[input.f];
			if (rpc === void 0) {
				const error = `not-supported: no function of ${this.around.workload.name} is called ${input.f}`;
				return this.node.reject(from, id, {
					error,
					definite: true
				});
			}
			this.open.set(id, {
				from: src,
				f: input.f,
				input
			});
			const body = {
				type: rpc.type ?? input.f,
				...rpc.ask(input),
				msg_id: id
			};
			return this.whenReady(() => this.give(src, name, body));
		}
		const { [SENDER]: sender = src, ...body } = payload;
		this.give(sender, name, body);
	}
	/** The program printed something. */
	printed(text) {
		this.lines.push(text);
	}
	line(line) {
		if (this.node.driver === void 0 || this.isOver) return;
		try {
			this.send(readMessage(line));
		} catch (error) {
			this.fails(error);
		}
	}
	fails(error) {
		this.isOver = true;
		this.fail(error);
	}
	send({ src, dest, body }) {
		const { node } = this;
		const to = this.endpoint(dest, "dest");
		if (to === void 0) return this.hostHears(body);
		const sender = src === node.name ? void 0 : src;
		if (sender !== void 0) this.endpoint(sender, "src");
		if (node.port.isClient(to)) return this.answer(to, dest, body);
		node.send(EventKind.Message, to, 0, sender === void 0 ? body : {
			[SENDER]: sender,
			...body
		}, void 0);
	}
	/** @returns undefined for whoever sets the nodes up */
	endpoint(name, field) {
		if (name === HOST) return void 0;
		const { port } = this.node;
		try {
			return port.endpoint(name);
		} catch {
			const { nodes } = this.around;
			const near = closest(name, [...port.members()]);
			const meant = near === void 0 ? "" : `; did you mean ${near}?`;
			throw new Error(`printed a message with "${field}": ${JSON.stringify(name)}, and nobody has that name: there are ${nodes[0]} to ${nodes.at(-1)}, clients and services${meant}`);
		}
	}
	answer(to, client, body) {
		const { node, around } = this;
		const id = body["in_reply_to"];
		if (typeof id !== "number") return this.note(`${client} asked for no such message`, body);
		const asked = this.open.get(id);
		if (asked !== void 0) this.open.delete(id);
		const rpc = asked === void 0 ? rpcOf(around.workload, body) : around.workload.rpcs[asked.f];
		if (body["type"] === "error") {
			const { error, definite } = readError(body);
			return node.reject(to, id, {
				error,
				definite: definite || rpc?.isRead === true
			});
		}
		const trouble = rpc === void 0 ? `no request has an answer of type ${JSON.stringify(body["type"])}` : malformed(rpc, asked, body);
		if (trouble !== void 0) return node.reject(to, id, {
			error: `${MALFORMED}: ${trouble}`,
			definite: false
		});
		node.answer(to, id, rpc?.hear?.(body) ?? null, void 0);
	}
	/** The next thing that must be answered before clients may ask. */
	prepare() {
		const next = this.setup[0];
		if (next !== void 0) return this.give(HOST, this.node.name, {
			...next,
			msg_id: ++this.setupId
		});
		const waiting = this.waiting ?? [];
		this.waiting = void 0;
		for (const give of waiting) give();
	}
	hostHears(body) {
		const next = this.setup[0];
		if (next === void 0 || body["in_reply_to"] !== this.setupId) return;
		const type = String(next["type"]);
		if (body["type"] === "error") {
			const { error } = readError(body);
			return this.fails(/* @__PURE__ */ new Error(`refused ${type}: ${error}`));
		}
		if (body["type"] !== `${type}_ok`) return this.fails(/* @__PURE__ */ new Error(`answered ${type} with ${JSON.stringify(body["type"])}: expected "${type}_ok"`));
		this.setup.shift();
		this.prepare();
	}
	whenReady(give) {
		if (this.waiting === void 0) give();
		else this.waiting.push(give);
	}
	give(src, dest, body) {
		this.feed(JSON.stringify({
			src,
			dest,
			body
		}));
	}
	note(text, data) {
		this.node.port.log(this.node, text, data);
	}
};
/** What was asked at another node: its answer alone says what it was. */
function rpcOf({ rpcs }, { type }) {
	return Object.entries(rpcs).find(([f, rpc]) => `${rpc.type ?? f}_ok` === type)?.[1];
}
function malformed(rpc, asked, body) {
	const expected = asked === void 0 ? body["type"] : `${rpc.type ?? asked.f}_ok`;
	if (body["type"] !== expected) return `expected type "${String(expected)}", got ${JSON.stringify(body["type"] ?? null)}`;
	return rpc.lacks?.(body, asked?.input);
}
// programs/maelstrom/children/host-code.ts
/**
* What the thread runs that holds the real processes: plain JavaScript as text, so that it starts from sources and from
* a bundle alike. It is told what to do by messages, tells what came of it by messages, and wakes whoever waits.
*/
const HOST_CODE = `
const { spawn } = require('node:child_process');
const { workerData: { port, signal } } = require('node:worker_threads');
const children = new Map();

// [0]: how many messages were sent; [1]: milliseconds since the clock was set.
let startedAt = Date.now();
setInterval(() => Atomics.store(signal, 1, Date.now() - startedAt), 1);

function tell(message) {
  port.postMessage(message);
  Atomics.add(signal, 0, 1);
  Atomics.notify(signal, 0);
}

function end(name) {
  const child = children.get(name);
  children.delete(name);
  if (child === undefined) return;
  child.removeAllListeners();
  child.kill('SIGKILL');
}

port.on('message', ({ op, name, bin, args, line }) => {
  if (op === 'clock') {
    startedAt = Date.now();
    Atomics.store(signal, 1, 0);
  } else if (op === 'end') end(name);
  else if (op === 'close') {
    for (const one of [...children.keys()]) end(one);
    port.close();
    process.exit();
  } else if (op === 'line') children.get(name)?.stdin.write(line + '\\n');
  else {
    end(name);
    const child = spawn(bin, args, { stdio: 'pipe' });
    children.set(name, child);
    const isOurs = () => children.get(name) === child;
    child.on('error', (error) => isOurs() && tell({ name, kind: 'end', text: error.message }));
    child.on('close', (code, by) =>
      isOurs() && tell({ name, kind: 'end', text: by === null ? 'exit code ' + code : 'signal ' + by }));
    child.stdin.on('error', () => {});
    for (const kind of ['stdout', 'stderr'])
      child[kind].setEncoding('utf8').on('data', (text) => isOurs() && tell({ name, kind, text }));
  }
});
`;
// programs/maelstrom/children/children.ts
/** Real processes beside a world: lines are given to them, and what they print is waited for, without an event loop. */
/** When nothing has come for so long, nothing more will. */
const QUIET_MS$1 = 1;
var Children = class {
	signal = new Int32Array(new SharedArrayBuffer(8));
	port;
	heard = /* @__PURE__ */ new Map();
	constructor() {
		const { port1, port2 } = new MessageChannel();
		this.port = port1;
		new Worker(HOST_CODE, {
			eval: true,
			workerData: {
				port: port2,
				signal: this.signal
			},
			transferList: [port2]
		}).unref();
		port1.unref();
	}
	/** From now on {@link until} counts. */
	startClock() {
		Atomics.store(this.signal, 1, 0);
		this.port.postMessage({ op: "clock" });
	}
	/** Starts a process; one of the same name is ended. */
	start(name, bin, args) {
		this.heard.delete(name);
		this.port.postMessage({
			op: "start",
			name,
			bin,
			args
		});
	}
	give(name, line) {
		this.port.postMessage({
			op: "line",
			name,
			line
		});
	}
	end(name) {
		this.port.postMessage({
			op: "end",
			name
		});
	}
	close() {
		this.port.postMessage({ op: "close" });
	}
	/** Waits until so much real time has passed on the clock. */
	until(ms) {
		for (let now = Atomics.load(this.signal, 1); now < ms; now = Atomics.load(this.signal, 1)) Atomics.wait(this.signal, 0, Atomics.load(this.signal, 0), Math.min(ms - now, 1));
	}
	/** What a process has printed, once it prints nothing for a moment. @param ms so long is the first line waited for */
	listen(name, ms) {
		let waitMs = ms;
		for (;;) {
			const seen = Atomics.load(this.signal, 0);
			const before = this.heard.get(name)?.length ?? 0;
			this.receive();
			if ((this.heard.get(name)?.length ?? 0) > before) waitMs = QUIET_MS$1;
			if (waitMs <= 0) break;
			if (Atomics.wait(this.signal, 0, seen, waitMs) === "timed-out") waitMs = 0;
		}
		const heard = this.heard.get(name) ?? [];
		this.heard.delete(name);
		return heard;
	}
	receive() {
		for (;;) {
			const received = receiveMessageOnPort(this.port);
			if (received === void 0) return;
			const { message } = received;
			const before = this.heard.get(message.name);
			if (before === void 0) this.heard.set(message.name, [message]);
			else before.push(message);
		}
	}
};
// programs/maelstrom/children/child-program.ts
/** How long the world waits for the first line that a process prints when it is given one. */
const ANSWER_MS = 4;
/** How long it waits for one that starts, and how long at a time. */
const START_MS = 1e4;
const STEP_MS = 20;
/** How often it is looked for what a process prints by itself, in virtual time. */
const LOOK_US = 2e3;
let children;
/** Ends all processes. */
function endChildren() {
	children?.close();
	children = void 0;
}
function childProgram(bin, args, around) {
	children ??= new Children();
	const all = children;
	return {
		style: "async",
		drive: (node) => new ChildDriver(node, all, {
			bin,
			args
		}, around)
	};
}
var ChildDriver = class {
	node;
	all;
	process;
	desk;
	wakes = /* @__PURE__ */ new Map();
	lastWords = "";
	constructor(node, all, process, around) {
		this.node = node;
		this.all = all;
		this.process = process;
		const feed = (line) => all.give(node.name, line);
		this.desk = new Desk(node, around, feed, (error) => this.fails(error));
	}
	start() {
		const { all, node, process } = this;
		all.start(node.name, process.bin, process.args);
		this.desk.begin((us, run) => this.after(us, run));
		for (let ms = 0; ms < START_MS && !this.desk.isReady && this.isThere(); ms += STEP_MS) this.hear(STEP_MS);
		if (node.port.now === 0) all.startClock();
		this.look();
	}
	receive(kind, from, id, payload) {
		this.desk.receive(kind, from, id, payload);
		this.hear(ANSWER_MS);
	}
	wake(id) {
		const run = this.wakes.get(id);
		this.wakes.delete(id);
		run?.();
	}
	stream() {}
	callEnded() {}
	timer() {}
	synced() {}
	membership() {}
	stop() {
		this.all.end(this.node.name);
	}
	state() {}
	restore() {
		throw new Error("a real process cannot be restored from a snapshot");
	}
	look() {
		this.after(LOOK_US, () => {
			this.all.until(this.node.port.now / 1e3);
			this.hear(0);
			this.look();
		});
	}
	hear(ms) {
		for (const heard of this.all.listen(this.node.name, ms)) this.happened(heard);
	}
	happened({ kind, text }) {
		if (!this.isThere()) return;
		if (kind === "stdout") return this.desk.printed(text);
		if (kind === "end") {
			const words = this.lastWords === "" ? "" : `; its last words on stderr: ${this.lastWords}`;
			return this.fails(/* @__PURE__ */ new Error(`ended (${text}), and a node runs until the test ends${words}`));
		}
		for (const line of text.split("\n").filter((one) => one.trim() !== "")) {
			this.lastWords = line;
			this.node.port.log(this.node, line, void 0);
		}
	}
	after(us, run) {
		if (this.isThere()) this.wakes.set(this.node.agenda.wakeAfter(us), run);
	}
	fails(error) {
		if (this.isThere()) this.node.failed(error);
	}
	isThere() {
		return this.node.driver === this;
	}
};
// programs/maelstrom/in-process.ts
/** A JavaScript program of Maelstrom in this process: its standard streams are those of its node. */
/** @throws InputError in one sentence where the file is none that can be run */
function inProcess(entry, argv, around) {
	class MaelstromDriver extends NodeProgramDriver {
		stdin = Object.assign(new PassThrough(), {
			ref: () => void 0,
			unref: () => void 0
		});
		desk;
		stdout;
		constructor(...given) {
			super(...given);
			const { node } = this;
			const feed = (line) => void this.stdin.write(`${line}\n`);
			this.desk = new Desk(node, around, feed, (error) => this.fails(error));
			this.stdout = printingTo((text) => this.desk.printed(text));
		}
		get streams() {
			return {
				stdin: this.stdin,
				stdout: this.stdout
			};
		}
		start() {
			super.start();
			this.desk.begin((us, run) => this.after(us, run));
		}
		receive(kind, from, id, body) {
			this.desk.receive(kind, from, id, body);
		}
		unread() {
			return [];
		}
		/** Nodes run until the test ends. */
		exitOf(reason) {
			return /* @__PURE__ */ new Error(`${reason} ended the process, and a node runs until the test ends`);
		}
		fails(error) {
			this.silence();
			process.nextTick(() => {
				if (isThere(this.node, this)) this.node.failed(error);
			});
		}
	}
	return programOf({
		entry,
		argv
	}, MaelstromDriver, programOf);
}
const isThere = (node, driver) => node.driver === driver;
/** What is written is there when `write` returns, as with the pipe of a real process. */
function printingTo(print) {
	const decoder = new StringDecoder("utf8");
	return new Writable({ write(chunk, _encoding, done) {
		print(decoder.write(chunk));
		done();
	} });
}
// programs/maelstrom/params.ts
/** What the user of a Maelstrom workload may choose: parameters of its scenario. */
const whole = (from, to) => z.number().int().min(from).max(to);
const paramsSchema = z.object({
	/** The program of a node. */
	bin: z.string().default(""),
	args: z.array(z.string()).default([]),
	/** Its processes are real ones, whatever it is written in. */
	child: z.boolean().default(false),
	nodeCount: whole(1, 100).default(5),
	/** How many clients ask. */
	concurrency: whole(1, 1e3).default(5),
	timeLimit: z.number().min(.1).max(86400).default(20),
	/** Operations a second, of all clients together. */
	rate: z.number().min(0).max(1e5).default(5),
	/** How long a message between nodes takes on average, in ms. */
	latency: z.number().min(0).max(6e4).default(0),
	latencyDist: z.enum(LATENCIES).default("constant"),
	nemesis: z.enum(["none", "partition"]).default("none"),
	/** Seconds between what the nemesis does, on average. */
	nemesisInterval: z.number().min(.01).max(86400).default(10),
	topology: z.enum(TOPOLOGIES).default("grid"),
	keyCount: whole(1, 1e4).default(5),
	maxTxnLength: whole(1, 1e3).default(4),
	maxWritesPerKey: whole(1, 1e5).default(16),
	/** What transactions are held to. */
	consistency: z.enum(CONSISTENCY).default(CONSISTENCY[0]),
	/** The least share of operations that must end `ok`; 0: nothing is claimed. */
	availability: z.number().min(0).max(1).default(0)
});
// programs/maelstrom/partitions.ts
/** One alone, two sides, a third or less, or a ring in which everybody sees another majority. */
const SHAPES = [
	isolateOne,
	halves,
	minority,
	majoritiesRing
];
/**
* @param nodes those that are parted from each other
* @param services those that everybody reaches all the time
*/
function partitions(intervalMs, nodes, services) {
	return {
		name: "partition",
		summary: `The network splits and heals, every ${intervalMs / 1e3} s on average`,
		draw(streams, { durationMs, healAtMs = durationMs }) {
			const random = streams("maelstrom/partition");
			const faults = [];
			if (nodes.length < 2) return faults;
			const wait = () => Math.round(random.float() * 2 * intervalMs * 1e3) / 1e3;
			for (let atMs = wait(); atMs < healAtMs; atMs += wait()) {
				const lengthMs = Math.max(1, wait());
				const groups = (nodes.length < 4 ? isolateOne : random.pick(SHAPES))(random, nodes).map((group) => [...inOrder(group, nodes), ...services]);
				faults.push({
					kind: "partition",
					atMs,
					durationMs: lengthMs,
					groups
				});
				atMs += lengthMs;
			}
			return faults;
		}
	};
}
function minority(random, nodes) {
	const shuffled = random.shuffle(nodes);
	const count = Math.max(1, Math.floor((nodes.length - 1) / 3));
	return [shuffled.slice(0, count), shuffled.slice(count)];
}
// programs/maelstrom/services/service.ts
/** A service of Maelstrom: a node of its own that answers what the programs' nodes ask. */
/** @param handle changes the state in place and gives the answer */
function service(start, handle) {
	return stateMachine({
		start,
		onMessage(state, asked, node, from) {
			if (asked["in_reply_to"] !== void 0) return;
			const answer = handle(state, asked, from, node.random);
			node.send(from, {
				...answer,
				in_reply_to: asked["msg_id"]
			});
		}
	});
}
// programs/maelstrom/services/store.ts
/** A store of values by key, as the services of Maelstrom offer it: read, write, compare-and-set. */
/** Keys of any type. */
const keyOf = ({ key }) => JSON.stringify(key) ?? "null";
/** @param held what the key has, if it is there */
function carryOut(asked, held) {
	switch (asked["type"]) {
		case "read": return { answer: held === void 0 ? MISSING : {
			type: "read_ok",
			value: held.value
		} };
		case "write": return {
			answer: { type: "write_ok" },
			value: asked["value"]
		};
		case "cas": {
			const { from, to, create_if_not_exists: mayCreate } = asked;
			if (held === void 0) return mayCreate === true ? {
				answer: { type: "cas_ok" },
				value: to
			} : { answer: MISSING };
			if (isDeepStrictEqual(held.value, from)) return {
				answer: { type: "cas_ok" },
				value: to
			};
			return { answer: {
				type: "error",
				code: 22,
				text: `the key holds ${JSON.stringify(held.value)}, not ${JSON.stringify(from)}`
			} };
		}
		default: return { answer: notSupported(asked) };
	}
}
function notSupported({ type }) {
	return {
		type: "error",
		code: 10,
		text: `this service knows no request of type ${JSON.stringify(type)}`
	};
}
const MISSING = {
	type: "error",
	code: 20,
	text: "there is no such key"
};
const changes = (done) => "value" in done;
// programs/maelstrom/services/stores.ts
/** Every request happens at the moment at which it arrives. */
const linearizableStore = () => service(() => ({}), (keys, asked) => {
	const key = keyOf(asked);
	const done = carryOut(asked, keys[key]);
	if (changes(done)) keys[key] = { value: done.value };
	return done.answer;
});
/** So many states of the past may still be shown. */
const PAST = 32;
/**
* All see one order of changes, each in its own time: what changes nothing may meet any state from the one that its
* client saw last; what would change that state meets the latest.
*/
const sequentialStore = () => service(() => ({
	latest: 0,
	keys: {},
	seen: {}
}), (state, asked, from, random) => {
	const key = keyOf(asked);
	const versions = state.keys[key] ??= [];
	const oldest = Math.max(state.seen[from] ?? 0, state.latest - PAST + 1, 0);
	const version = random.int(oldest, state.latest);
	const early = carryOut(asked, versions.findLast((one) => one.from <= version));
	if (!changes(early)) {
		state.seen[from] = version;
		return early.answer;
	}
	const done = carryOut(asked, versions.at(-1));
	if (changes(done)) {
		versions.push({
			from: ++state.latest,
			value: done.value
		});
		while (versions.length > 1 && (versions[1]?.from ?? 0) <= state.latest - PAST) versions.shift();
	}
	state.seen[from] = state.latest;
	return done.answer;
});
/** So many replicas, as Maelstrom's documentation says. */
const REPLICAS = 5;
/** Replicas that know nothing of each other but for gossip, now and then; the latest write wins, whatever it overwrites. */
const lastWriteWinsStore = () => service(() => Array.from({ length: REPLICAS }, () => ({
	clock: 0,
	keys: {},
	changed: [],
	heard: Array.from({ length: REPLICAS }, () => 0)
})), (replicas, asked, _from, random) => {
	gossip(replicas, random.int(0, 4), random.int(0, 4));
	const replica = random.pick(replicas);
	const key = keyOf(asked);
	const done = carryOut(asked, replica.keys[key]);
	if (changes(done)) put(replica, key, {
		ts: replica.clock++,
		value: done.value
	});
	return done.answer;
});
function gossip(replicas, from, to) {
	const [source, target] = [replicas[from], replicas[to]];
	if (source === target) return;
	target.clock = Math.max(target.clock, source.clock);
	for (const key of source.changed.slice(target.heard[from])) {
		const held = source.keys[key];
		if ((target.keys[key]?.ts ?? -1) < held.ts) put(target, key, held);
	}
	target.heard[from] = source.changed.length;
}
function put(replica, key, held) {
	replica.keys[key] = held;
	replica.changed.push(key);
}
// programs/maelstrom/services/index.ts
/** Gives numbers that grow, from 0. */
const timestamps = () => service(() => ({ next: 0 }), (state, asked) => asked["type"] === "ts" ? {
	type: "ts_ok",
	ts: state.next++
} : notSupported(asked));
const services = {
	"seq-kv": sequentialStore(),
	"lin-kv": linearizableStore(),
	"lww-kv": lastWriteWinsStore(),
	"lin-tso": timestamps()
};
// programs/maelstrom/topologies.ts
function topologyOf(name, nodes) {
	const near = neighbours(name, nodes.length);
	return Object.fromEntries(nodes.map((node, index) => [node, near(index).flatMap((other) => nodes[other] ?? [])]));
}
function neighbours(name, count) {
	switch (name) {
		case "grid": {
			const side = Math.ceil(Math.sqrt(count));
			return (index) => [
				...[index - side, index + side],
				...index % side === 0 ? [] : [index - 1],
				...index % side === side - 1 ? [] : [index + 1]
			];
		}
		case "line": return (index) => [index - 1, index + 1];
		case "total": return (index) => Array.from({ length: count }, (_, other) => other).filter((other) => other !== index);
		default: {
			const branches = Number(/\d$/.exec(name)?.[0] ?? 2);
			return (index) => [...index === 0 ? [] : [Math.floor((index - 1) / branches)], ...Array.from({ length: branches }, (_, child) => branches * index + child + 1)];
		}
	}
}
// programs/maelstrom/scenario.ts
/** A workload of Maelstrom as a scenario: its parameters say which program runs and how long, and what goes wrong. */
/** Clients wait so long for an answer. */
const TIMEOUT_MS = 5e3;
/** What is under way has so long to arrive before nodes are asked for the last time. */
const QUIET_MS = 1e4;
/** Nodes have so long to get ready, or as long as clients ask. */
const READY_MS = 1e4;
/** Nothing takes no time at all: a loop of messages would never end. */
const LEAST_MS = .1;
const nodesOf = ({ nodeCount }) => Array.from({ length: nodeCount }, (_, index) => `n${index}`);
const clientsOf = ({ concurrency }) => Array.from({ length: concurrency }, (_, index) => `c${index + 1}`);
const SERVICES = Object.keys(services);
function scenarioOf(workload) {
	const timeoutMs = (params) => workload.timeoutMs?.(params) ?? TIMEOUT_MS;
	const endsQuietly = workload.final !== void 0 || workload.last !== void 0;
	const { final } = workload;
	return defineScenario({
		name: `maelstrom/${workload.name}`,
		summary: workload.summary,
		params: paramsSchema,
		nodes: (params) => [...nodesOf(params), ...SERVICES],
		protocol: (params) => programs(workload, params),
		workload: (params) => asked(workload, params),
		network: (params) => network(params),
		faults: (params) => params.nemesis === "none" ? "none" : partitions(params.nemesisInterval * 1e3, nodesOf(params), SERVICES),
		durationMs: (params) => params.timeLimit * 1e3 + (endsQuietly ? QUIET_MS + timeoutMs(params) : timeoutMs(params)),
		clientTimeoutMs: timeoutMs,
		...endsQuietly ? {
			quietMs: workload.last === void 0 ? QUIET_MS : 1,
			settleMs: 15e3
		} : { settleMs: 0 },
		...final === void 0 ? {} : { final: (params) => nodesOf(params).map((to) => ({
			to,
			input: final
		})) },
		check: (params) => ({
			answers: wellFormedAnswers(),
			...workload.check(params),
			...params.availability > 0 ? { availability: available(params.availability) } : {}
		})
	});
}
function programs(workload, params) {
	const { bin, args, child, topology } = params;
	if (bin === "") throw new InputError("bin", "expected the program of a node: --bin node.js");
	const nodes = nodesOf(params);
	const around = {
		nodes,
		workload,
		readyMs: Math.min(READY_MS, params.timeLimit * 1e3),
		topology: workload.tellsTopology === true ? topologyOf(topology, nodes) : void 0
	};
	const program = child ? childProgram(resolve(bin), args, around) : inProcess(resolve(bin), args, around);
	return {
		...Object.fromEntries(nodes.map((node) => [node, program])),
		...services
	};
}
/** Clients sit beside their nodes: what is slow is the way between nodes, and to services. */
function network(params) {
	const near = {
		kind: "constant",
		ms: LEAST_MS / 2
	};
	const links = clientsOf(params).flatMap((client) => nodesOf(params).flatMap((node) => [{
		from: client,
		to: node,
		latency: near
	}, {
		from: node,
		to: client,
		latency: near
	}]));
	return {
		latency: latencyOf(params),
		links
	};
}
function latencyOf({ latency, latencyDist }) {
	const ms = Math.max(LEAST_MS, latency);
	switch (latencyDist) {
		case "constant": return {
			kind: "constant",
			ms
		};
		case "uniform": return {
			kind: "uniform",
			minMs: LEAST_MS,
			maxMs: Math.max(LEAST_MS, 2 * ms)
		};
		case "exponential": return {
			kind: "exponential",
			meanMs: ms,
			minMs: LEAST_MS
		};
	}
}
function asked(workload, params) {
	const clients = clientsOf(params);
	const { program } = workload;
	return {
		clients,
		functions: Object.keys(workload.rpcs),
		operations: ({ seed }) => operations(workload, params, clients, stream(seed, "maelstrom/operations")),
		...program === void 0 ? {} : { program }
	};
}
/** At random moments, `rate` a second; each client asks the node that is its own. */
function operations(workload, params, clients, random) {
	const nodes = nodesOf(params);
	const planned = [];
	const limitMs = params.timeLimit * 1e3;
	const plan = (client, atMs, input) => {
		const to = nodes[client % nodes.length];
		planned.push({
			process: clients[client],
			atMs: Math.round(atMs * 1e3) / 1e3,
			to,
			input
		});
	};
	const everyMs = 1e3 / params.rate;
	for (let index = 0, atMs = 2 * everyMs * random.float(); atMs < limitMs; index++) {
		plan(random.int(0, clients.length - 1), atMs, workload.draw({
			index,
			random,
			params
		}));
		atMs += 2 * everyMs * random.float();
	}
	const count = planned.length;
	const last = workload.last?.(params, count);
	if (last !== void 0) for (const client of clients.keys()) plan(client, limitMs + QUIET_MS, last);
	return planned;
}
/** Nodes answer as the protocol says. */
const wellFormedAnswers = () => defineChecker({
	name: "answers",
	looksFor: "operations that ended",
	scan(history, found) {
		for (const operation of history) {
			const { error, process, to } = operation;
			if (error?.startsWith("malformed answer") === true) found.anomaly("malformed-answer", `${to ?? "a node"} answered ${process}: ${error.slice(18)}`, operation);
		}
		return {
			judged: history.length,
			reason: "nodes answer as the protocol says"
		};
	}
});
/** So large a share of the operations ends `ok`. */
const available = (least) => ({
	name: "availability",
	check(history) {
		const ok = history.filter(({ type }) => type === "ok").length;
		const share = history.length === 0 ? 1 : ok / history.length;
		const reason = `${ok} of ${history.length} operations ended ok (${(100 * share).toFixed(1)} %)`;
		if (share >= least) return {
			verdict: "valid",
			reason
		};
		const operations = history.filter(({ type }) => type !== "ok").slice(0, 1);
		const message = `${reason}: expected ${100 * least} % or more`;
		return {
			verdict: "invalid",
			reason: message,
			anomalies: [{
				kind: "unavailable",
				message,
				operations
			}]
		};
	}
});
// programs/maelstrom/workloads/shape.ts
/** `a field "value" with …, got …`; undefined where it is right. */
function field(name, expected, holds) {
	return (answer) => {
		const value = answer[name];
		if (holds(value)) return void 0;
		const got = value === void 0 ? "nothing" : JSON.stringify(value);
		return `expected ${expected} in "${name}", got ${got.length > 60 ? `${got.slice(0, 60)}…` : got}`;
	};
}
const list = (name) => field(name, "a list", Array.isArray);
const integer = (name) => field(name, "a whole number", Number.isSafeInteger);
const anything = (name) => field(name, "a value", (value) => value !== void 0);
const object = (name) => field(name, "an object", (value) => typeof value === "object" && value !== null && !Array.isArray(value));
// programs/maelstrom/workloads/counters.ts
/** Counters: in the end each node shows the sum of what was added. */
const counter = (name, summary, delta) => ({
	name,
	summary,
	rpcs: {
		add: { ask: ({ value }) => ({ delta: value }) },
		read: {
			ask: () => ({}),
			lacks: integer("value"),
			hear: ({ value }) => value,
			isRead: true
		}
	},
	draw: ({ random }) => random.chance(.5) ? {
		f: "add",
		value: delta(random)
	} : { f: "read" },
	final: {
		f: "read",
		final: true
	},
	check: () => ({ counter: eventualCounter() })
});
const gCounter = counter("g-counter", "A counter that grows: in the end each node shows the sum of what was added", (random) => random.int(0, 4));
const pnCounter = counter("pn-counter", "A counter that grows and falls: in the end each node shows the sum of what was added", (random) => random.int(-5, 4));
// programs/maelstrom/workloads/echo.ts
/** Echo: what a client says comes back. */
const echo = {
	name: "echo",
	summary: "Nodes that say what was said to them",
	rpcs: { echo: {
		ask: ({ value }) => ({ echo: value }),
		lacks: anything("echo"),
		hear: ({ echo: heard }) => heard
	} },
	draw: ({ random }) => ({
		f: "echo",
		value: `Please echo ${random.int(0, 127)}`
	}),
	check: () => ({ echo: echoes() })
};
// programs/maelstrom/workloads/kafka.ts
/** Logs as Kafka has them: messages are sent, polled from a position on, and positions are kept on the server. */
const kafkaLogs = {
	name: "kafka",
	summary: "Logs: what was sent is polled by everybody in one order, and nothing is lost",
	rpcs: {
		send: {
			ask: ({ key, value }) => ({
				key,
				msg: value
			}),
			lacks: integer("offset"),
			hear: ({ offset }) => offset
		},
		poll: {
			ask: ({ offsets }) => ({ offsets }),
			lacks: lacksMessages,
			hear: ({ msgs }) => msgs,
			isRead: true
		},
		assign: {
			type: "list_committed_offsets",
			ask: ({ value }) => ({ keys: value }),
			lacks: object("offsets"),
			hear: ({ offsets }) => offsets,
			isRead: true
		},
		commit: {
			type: "commit_offsets",
			ask: ({ offsets }) => ({ offsets })
		}
	},
	draw({ index, random, params: { keyCount, maxWritesPerKey } }) {
		const first = firstKey(index, maxWritesPerKey);
		const key = () => String(first + random.int(0, keyCount - 1));
		const kind = random.float();
		if (kind < .5) return {
			f: "send",
			key: key(),
			value: index
		};
		const keys = [...new Set(Array.from({ length: keyCount }, key))].sort();
		return kind < .9 ? {
			f: "poll",
			keys
		} : {
			f: "assign",
			value: keys
		};
	},
	last: ({ keyCount, maxWritesPerKey }, operations) => ({
		f: "assign",
		seekToBeginning: true,
		value: Array.from({ length: firstKey(operations, maxWritesPerKey) + keyCount }, (_, key) => String(key))
	}),
	program: consumer(),
	check: () => ({ kafka: kafka({ subscribe: false }) })
};
const firstKey = (index, maxWritesPerKey) => Math.floor(index / (2 * maxWritesPerKey));
function consumer() {
	return {
		memory: () => ({
			positions: {},
			isLast: false
		}),
		begins({ input }, { memory }) {
			if (input["seekToBeginning"] === true) memory.isLast = true;
			if (input.f !== "poll") return void 0;
			const { positions } = memory;
			const first = {
				f: "assign",
				value: input["keys"]
			};
			return { input: Object.keys(positions).length === 0 ? first : {
				f: "poll",
				offsets: positions
			} };
		},
		ended({ input, type, output, to }, { memory }) {
			if (type !== "ok") {
				if (type === "info") memory.positions = {};
				return;
			}
			if (input.f === "assign") memory.positions = assigned(input, output, memory);
			if (memory.isLast && (input.f === "assign" || input.f === "commit")) return {
				input: {
					f: "poll",
					offsets: memory.positions
				},
				...toSame(to)
			};
			if (input.f !== "poll") return void 0;
			const read = highest(output);
			if (Object.keys(read).length === 0) return void 0;
			for (const [key, offset] of Object.entries(read)) memory.positions[key] = Math.max(memory.positions[key] ?? 0, offset + 1);
			return {
				input: {
					f: "commit",
					offsets: read
				},
				...toSame(to)
			};
		}
	};
}
const toSame = (to) => to === void 0 ? {} : { to };
/** What is assigned anew begins where the server says, what stays goes on. */
function assigned({ value, seekToBeginning }, committed, { positions }) {
	const from = (key) => seekToBeginning === true ? 0 : positions[key] ?? committed[key] ?? 0;
	return Object.fromEntries(value.map((key) => [key, from(key)]));
}
function highest(polled) {
	const read = {};
	for (const [key, pairs] of Object.entries(polled)) if (pairs.length > 0) read[key] = Math.max(...pairs.map(([offset]) => offset));
	return read;
}
function lacksMessages(answer) {
	const trouble = object("msgs")(answer);
	if (trouble !== void 0) return trouble;
	const isPair = (pair) => Array.isArray(pair) && pair.length === 2 && Number.isSafeInteger(pair[0]);
	for (const [key, pairs] of Object.entries(answer["msgs"])) {
		const wrong = Array.isArray(pairs) ? pairs.find((pair) => !isPair(pair)) : pairs;
		if (wrong !== void 0) return `expected lists of [offset, message] in "msgs", got ${JSON.stringify(wrong)} for ${key}`;
	}
}
// programs/maelstrom/workloads/lin-kv.ts
/** A linearizable store: reads, writes and compare-and-set, key by key. */
/** Clients stay with a group of keys for so many operations each, then they take new ones: long histories of one key are hard to judge. */
const OPERATIONS_PER_KEY = 60;
const linKv = {
	name: "lin-kv",
	summary: "A store whose operations seem to happen one after another, each at one moment",
	rpcs: {
		read: {
			ask: ({ key }) => ({ key }),
			lacks: anything("value"),
			hear: ({ value }) => value,
			isRead: true
		},
		write: { ask: ({ key, value }) => ({
			key,
			value
		}) },
		cas: {
			ask: ({ key, from, to }) => ({
				key,
				from,
				to
			}),
			hear: () => true
		}
	},
	draw({ index, random, params: { keyCount } }) {
		const key = Math.floor(index / (OPERATIONS_PER_KEY * keyCount)) * keyCount + random.int(0, keyCount - 1);
		const value = () => random.int(0, 4);
		const kind = random.float();
		if (kind < .5) return {
			f: "read",
			key
		};
		return kind < .75 ? {
			f: "write",
			key,
			value: value()
		} : {
			f: "cas",
			key,
			from: value(),
			to: value()
		};
	},
	timeoutMs: ({ latency }) => Math.max(10 * latency, 1e3),
	check: () => ({ linearizable: linearizable(casRegisterModel()) })
};
// programs/maelstrom/workloads/sets.ts
/** Sets that grow: broadcast and g-set. What was acknowledged is, in the end, on every node. */
const broadcast = {
	name: "broadcast",
	summary: "Nodes that tell each other every message, so that in the end each has all of them",
	rpcs: {
		broadcast: { ask: ({ value }) => ({ message: value }) },
		read: {
			ask: () => ({}),
			lacks: list("messages"),
			hear: ({ messages }) => messages,
			isRead: true
		}
	},
	draw: ({ index, random }) => random.chance(.5) ? {
		f: "broadcast",
		value: index
	} : { f: "read" },
	final: {
		f: "read",
		final: true
	},
	tellsTopology: true,
	check: () => ({ set: eventualSet({ add: "broadcast" }) })
};
const gSet = {
	name: "g-set",
	summary: "A set that grows: in the end each node shows every element",
	rpcs: {
		add: { ask: ({ value }) => ({ element: value }) },
		read: {
			ask: () => ({}),
			lacks: list("value"),
			hear: ({ value }) => value,
			isRead: true
		}
	},
	draw: ({ index, random }) => random.chance(.5) ? {
		f: "add",
		value: index
	} : { f: "read" },
	final: {
		f: "read",
		final: true
	},
	check: () => ({ set: eventualSet({ add: "add" }) })
};
// programs/maelstrom/workloads/transactions.ts
/** Transactions on lists and on registers: there is one order of all of them. */
const txn = (isRead, shown) => ({
	ask: ({ ops }) => ({ txn: ops }),
	hear: ({ txn: steps }) => steps,
	lacks(answer, input) {
		const steps = answer["txn"];
		if (!Array.isArray(steps)) return "expected the completed transaction in \"txn\", a list";
		const asked = input?.["ops"];
		if (asked !== void 0 && asked.length !== steps.length) return `expected all ${asked.length} operations of the transaction in "txn", got ${steps.length}`;
		for (const [index, step] of steps.entries()) {
			const [f, key, value] = Array.isArray(step) ? step : [];
			const wanted = asked?.[index];
			if (!(wanted === void 0 || f === wanted[0] && sameValue(key, wanted[1]) && (f === "r" || sameValue(value, wanted[2])))) return `expected ${JSON.stringify(wanted)} in "txn", got ${JSON.stringify(step)}`;
			if (f === "r" && !isRead(value)) return `expected ${shown} as what ${JSON.stringify(wanted ?? step)} read, got ${JSON.stringify(value)}`;
		}
	}
});
/** Keys are written a while and then replaced, one after another, as often as one may be written. */
function drawn(write, { index, random, params }) {
	const { keyCount, maxTxnLength, maxWritesPerKey } = params;
	const first = Math.floor(index * maxTxnLength / (2 * maxWritesPerKey));
	const length = random.int(1, maxTxnLength);
	return {
		f: "txn",
		ops: Array.from({ length }, (_, step) => {
			const key = first + random.int(0, keyCount - 1);
			return random.chance(.5) ? [
				"r",
				key,
				null
			] : [
				write,
				key,
				index * maxTxnLength + step
			];
		})
	};
}
function judged(model, { consistency }) {
	if (consistency === "strict-serializable") return { [consistency]: linearizable(model) };
	const inSessions = sequential({ model });
	if (consistency === "strong-session-serializable") return { [consistency]: inSessions };
	return { [consistency]: {
		name: consistency,
		check: (history, budget) => inSessions.check(history.map((operation, process) => ({
			...operation,
			process
		})), budget)
	} };
}
const txnListAppend = {
	name: "txn-list-append",
	summary: "Transactions that read lists and append to them, in one order",
	rpcs: { txn: txn((value) => value === null || Array.isArray(value), "a list or null") },
	draw: (asked) => drawn("append", asked),
	check: (params) => judged(listAppendModel(), params)
};
const txnRwRegister = {
	name: "txn-rw-register",
	summary: "Transactions that read and write registers, in one order",
	rpcs: { txn: txn(() => true, "a value") },
	draw: (asked) => drawn("w", asked),
	check: (params) => judged(multiRegisterModel(), params)
};
// programs/maelstrom/workloads/unique-ids.ts
/** Unique identifiers: no two answers are the same. */
const uniqueIdentifiers = {
	name: "unique-ids",
	summary: "Nodes that hand out identifiers, no two of them alike",
	rpcs: { generate: {
		ask: () => ({}),
		lacks: anything("id"),
		hear: ({ id }) => Array.isArray(id) ? [id] : id
	} },
	draw: () => ({ f: "generate" }),
	check: () => ({ unique: uniqueIds() })
};
// programs/maelstrom/workloads/index.ts
/** The workloads of Maelstrom, by the names it gives them. */
const workloads = [...[
	broadcast,
	echo,
	gCounter,
	gSet,
	kafkaLogs,
	linKv,
	pnCounter,
	txnListAppend,
	txnRwRegister
], uniqueIdentifiers];
// programs/maelstrom/index.ts
/** Maelstrom's workloads as scenarios, by name: `maelstrom/broadcast` … */
/** Each works with any program that speaks Maelstrom's protocol: its parameter `bin`. */
const maelstromScenarios = workloads.map((workload) => scenarioOf(workload));
/**
* Runs one of these scenarios once, and counts on the way.
* @param says hears what nodes write to stderr, and when in ms
*/
async function runWithFigures(scenario, options, says) {
	const prepared = prepare(scenario, options, await load(scenario));
	const { nodeCount } = prepared.params;
	const tells = workloads.some(({ name, tellsTopology }) => scenario.name === `maelstrom/${name}` && tellsTopology);
	let count;
	const run = await runPrepared(prepared, (world) => count = new MessageCount(nodeCount * (tells ? 4 : 2), (node, text) => says(world.endpointName(node), toMs(world.now), text)));
	const net = count.figures(run.history.length);
	return {
		run,
		figures: figuresOf(run.history, net)
	};
}
export { LATENCIES as a, effect as c, name as d, nodes as f, freshModules as h, CONSISTENCY as i, incarnation as l, nodeProgram as m, runWithFigures as n, TOPOLOGIES as o, onRequest as p, endChildren as r, WORKLOADS as s, maelstromScenarios as t, log as u };

//# sourceMappingURL=programs.js.map