// Names, folders, links, and what files are.
const fs = require('fs');
const path = require('path');
const { promises } = fs;

module.exports = ({ folder, at, told, three, fill, clear, text }) => ({
  // Names and folders.
  'make a folder': () =>
    three('mkdir', [at('d')], { before: () => clear('d'), after: () => fs.statSync(at('d')).isDirectory() }),
  'make a folder that is there': () => three('mkdir', [folder]),
  'make a folder in none': () => three('mkdir', [at('no/where')]),
  'make a folder below a file': () => three('mkdir', [at('a/d')]),
  'make all folders': () => three('mkdir', [at('x/y/z'), { recursive: true }], { before: () => clear('x') }),
  'make all folders, all there': () => three('mkdir', [at('x/y'), { recursive: true }]),
  'make all folders below a file': () => three('mkdir', [at('a/b/c'), { recursive: true }]),
  'make all folders onto a file': () => three('mkdir', [at('a'), { recursive: true }]),
  'make a folder with a mode': () =>
    three('mkdir', [at('d'), 0o700], {
      before: () => clear('d'),
      after: () => fs.statSync(at('d')).mode.toString(8),
    }),
  'make a folder of a name': () => three('mkdtemp', [at('t-')]),
  'make a folder of a name in none': () => three('mkdtemp', [at('no/t-')]),
  list: () =>
    three('readdir', [at('x')], { before: () => (fill('x/b'), fill('x/a')), after: (all) => all.sort() }),
  'list with types': () =>
    three('readdir', [at('x'), { withFileTypes: true }], {
      after: (all) => all.sort((a, b) => (a.name < b.name ? -1 : 1)),
    }),
  'list all below': () =>
    three('readdir', [at('x'), { recursive: true }], {
      before: () => fill('x/y/z/deep'),
      after: (all) => all.sort(),
    }),
  'list all below with types': () =>
    three('readdir', [at('x'), { recursive: true, withFileTypes: true }], {
      after: (all) => all.map((one) => path.join(one.parentPath ?? one.path, one.name)).sort(),
    }),
  'list as bytes': () => three('readdir', [at('x'), 'buffer'], { after: (all) => all.map(String).sort() }),
  'list nothing': () => three('readdir', [at('none')]),
  'list a file': () => three('readdir', [at('a')]),
  'open a folder': () =>
    three('opendir', [at('x')], {
      after: async (dir) => {
        const names = [];
        for await (const { name } of dir) names.push(name);
        return `${names.sort()} ${dir.path}`;
      },
    }),
  'open a folder that is none': () => told(() => promises.opendir(at('none'))),
  'read an open folder': () =>
    told(() => {
      const dir = fs.opendirSync(at('x'));
      const count = [0, 1, 2, 3].filter(() => dir.readSync() !== null).length;
      dir.closeSync();
      return count;
    }),
  'remove a folder': () =>
    three('rmdir', [at('d')], {
      before: () => fs.mkdirSync(at('d'), { recursive: true }),
      after: () => fs.existsSync(at('d')),
    }),
  'remove a folder with files': () => three('rmdir', [at('x')]),
  'remove a folder that is a file': () => three('rmdir', [at('a')]),
  'remove a folder that is none': () => three('rmdir', [at('none')]),
  unlink: () => three('unlink', [at('n')], { before: () => fill('n'), after: () => fs.existsSync(at('n')) }),
  'unlink nothing': () => three('unlink', [at('none')]),
  'unlink a folder': () => three('unlink', [at('x')]),
  rm: () => three('rm', [at('n')], { before: () => fill('n'), after: () => fs.existsSync(at('n')) }),
  'rm nothing': () =>
    three('rm', [at('none')], { after: () => 'gone' }).then((line) =>
      line.replaceAll(' rm ', ' lstat ').replaceAll(', rm ', ', lstat '),
    ),
  'rm nothing by force': () => three('rm', [at('none'), { force: true }]),
  'rm a folder': () => three('rm', [at('x')]).then((line) => line.match(/ERR_FS_EISDIR/g).length),
  'rm all': () =>
    three('rm', [at('y'), { recursive: true }], {
      before: () => (fs.mkdirSync(at('y/z'), { recursive: true }), fill('y/z/f')),
      after: () => fs.existsSync(at('y')),
    }),
  rename: () =>
    three('rename', [at('p'), at('q')], {
      before: () => fill('p', 'new'),
      after: () => `${fs.existsSync(at('p'))} ${text('q')}`,
    }),
  'rename nothing': () => three('rename', [at('none'), at('q')]),
  'rename into no folder': () => three('rename', [at('q'), at('no/where')]),
  'rename a file onto a folder': () => three('rename', [at('q'), at('x')]),
  'rename a folder onto a file': () => three('rename', [at('x'), at('q')]),
  'rename a folder onto one with files': () =>
    three('rename', [at('e'), at('x')], { before: () => fs.mkdirSync(at('e'), { recursive: true }) }),
  'rename a folder onto an empty one': () =>
    three('rename', [at('e'), at('g')], {
      before: () => (
        fs.mkdirSync(at('e'), { recursive: true }),
        fill('e/in'),
        clear('g'),
        fs.mkdirSync(at('g'))
      ),
      after: () => fs.readdirSync(at('g')),
    }),
  'rename a folder into itself': () => three('rename', [at('x'), at('x/y/x')]),
  'rename onto itself': () => three('rename', [at('q'), at('q')], { after: () => text('q') }),
  copy: () => three('copyFile', [at('q'), at('r')], { after: () => text('r') }),
  'copy, not onto what is there': () => three('copyFile', [at('q'), at('r'), fs.constants.COPYFILE_EXCL]),
  'copy nothing': () => three('copyFile', [at('none'), at('r')]),
  'copy into no folder': () => three('copyFile', [at('q'), at('no/where')]),
  'copy onto itself': () => three('copyFile', [at('q'), at('q')], { after: () => text('q') }),
  'copy a tree': () =>
    three('cp', [at('x'), at('copy'), { recursive: true }], {
      before: () => clear('copy'),
      after: () => fs.readdirSync(at('copy'), { recursive: true }).sort(),
    }),
  'copy a tree by filter': () =>
    three('cp', [at('x'), at('copy'), { recursive: true, filter: (from) => !from.endsWith('a') }], {
      before: () => clear('copy'),
      after: () => fs.readdirSync(at('copy')).sort(),
    }),
  // Links.
  link: () =>
    three('symlink', ['q', at('s')], {
      before: () => clear('s'),
      after: () => `${fs.readlinkSync(at('s'))} ${text('s')}`,
    }),
  'link onto what is there': () => three('symlink', ['q', at('s')]),
  'read a link': () => three('readlink', [at('s')]),
  'read a link that is none': () => three('readlink', [at('q')]),
  'look at a link': () =>
    three('lstat', [at('s')], { after: (stats) => `${stats.isSymbolicLink()} ${stats.size}` }),
  'look through a link': () => three('stat', [at('s')]),
  'write through a link': () => three('writeFile', [at('s'), 'through'], { after: () => text('q') }),
  'a link in a circle': () =>
    three('stat', [at('loop')], { before: () => (clear('loop'), fs.symlinkSync('loop', at('loop'))) }),
  'a link to nothing': () =>
    three('readFile', [at('dangling')], {
      before: () => (clear('dangling'), fs.symlinkSync('none', at('dangling'))),
    }),
  'write through a link to nothing': () =>
    three('writeFile', [at('dangling'), 'made'], {
      before: () => clear('none'),
      after: () => (text('none'), fs.unlinkSync(at('none'))),
    }),
  'a folder by a link': () =>
    told(() => (fs.symlinkSync('x', at('by')), fill('by/c'), fs.readdirSync(at('by')).sort())),
  'the real path': () =>
    three('realpath', [at('by/../x/./y')], {
      after: (found) => found.replace(fs.realpathSync(folder), folder),
    }),
  'the real path of nothing': () =>
    three('realpath', [at('none')]).then((line) =>
      line.replaceAll('realpath', 'lstat').replaceAll(fs.realpathSync(folder), 'DIR'),
    ),
  'remove a link, not what it leads to': () =>
    told(() => (fs.rmSync(at('by'), { recursive: true }), fs.existsSync(at('x/c')))),
  'a second name': () =>
    three('link', [at('q'), at('h')], {
      before: () => clear('h'),
      after: () => (
        fs.appendFileSync(at('h'), '+'),
        `${text('q').slice(-1)} ${fs.statSync(at('q')).nlink} ${fs.statSync(at('q')).ino === fs.statSync(at('h')).ino}`
      ),
    }),
  'a second name of nothing': () => three('link', [at('none'), at('h2')]),
  'a second name of a folder': () => three('link', [at('x'), at('h2')]),
  // What files are.
  look: () => three('stat', [at('q')]),
  'look at nothing': () => three('stat', [at('none')]),
  'look at nothing, without an error': () => told(() => fs.statSync(at('none'), { throwIfNoEntry: false })),
  'look below a file': () => three('lstat', [at('q/none')]),
  'look with big numbers': () =>
    three('stat', [at('q'), { bigint: true }], {
      after: ({ size, mtimeNs, mtimeMs }) => `${size} ${typeof mtimeNs} ${mtimeNs / 1000000n === mtimeMs}`,
    }),
  'look at an open file': () => three('fstat', [fs.openSync(at('q'))]),
  times: () =>
    three('utimes', [at('q'), 1_000.5, new Date(86_400_000)], {
      after: () => `${fs.statSync(at('q')).atimeMs} ${fs.statSync(at('q')).mtime.toISOString()}`,
    }),
  'times of nothing': () => three('utimes', [at('none'), 1, 1]),
  'wrong times': () => told(() => fs.utimesSync(at('q'), 'now', 1)),
  'a write makes it newer': () =>
    told(
      () => (
        fs.utimesSync(at('q'), 1, 1),
        fs.appendFileSync(at('q'), '.'),
        fs.statSync(at('q')).mtimeMs > 1e12
      ),
    ),
  permissions: () =>
    three('chmod', [at('q'), 0o600], { after: () => (fs.statSync(at('q')).mode & 0o777).toString(8) }),
  'permissions as text': () =>
    three('chmod', [at('q'), '755'], { after: () => (fs.statSync(at('q')).mode & 0o777).toString(8) }),
  'permissions of nothing': () => three('chmod', [at('none'), 0o600]),
  access: () => three('access', [at('q')]),
  'access to nothing': () => three('access', [at('none'), fs.constants.R_OK]),
  'run what cannot be run': () => three('access', [at('a'), fs.constants.X_OK]),
  exists: () =>
    told(() => [fs.existsSync(at('q')), fs.existsSync(at('none')), fs.existsSync(undefined)].join()),
  'exists with a callback': () => new Promise((resolve) => fs.exists(at('q'), resolve)),
  'a long name': () =>
    three('writeFile', [at('n'.repeat(300)), '']).then((line) => line.replaceAll(/n{300}/g, 'nnn')),
  'dots in a path': () => told(() => (fs.writeFileSync(`${folder}/x/../x/./y/../dots`, '1'), text('x/dots'))),
  'dots above nothing': () => told(() => fs.readFileSync(`${folder}/none/../q`)),
});
