#include "core/io/stores/settingsdatabase.h"
#include "core/risk/risklimits.h"
#include "tests/app/cli/wickctl.h"
#include "tests/support/testregistry.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#include <unistd.h>
#endif

using namespace wick;
using namespace Qt::StringLiterals;
using wick::test::kPatienceMs;
using wick::test::Outcome;
using wick::test::outcomeOf;
using wick::test::wickctl;

namespace {

/// Two market minutes in this folder.
Outcome run(const QString& folder, const QStringList& more = {})
{
    return wickctl(
        QStringList{u"run"_s, u"--speed"_s, u"max"_s, u"--for"_s, u"2m"_s, u"--data-dir"_s, folder}
        + more);
}

QByteArray content(const QString& path)
{
    QFile file{path};
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray{};
}

void write(const QString& path, const QByteArray& bytes)
{
    QFile file{path};
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

/// Runs one statement on a database, past our own code.
bool statement(const QString& path, const QString& sql)
{
    bool done = false;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"test"_s);
        database.setDatabaseName(path);
        done = database.open() && QSqlQuery{database}.exec(sql);
        database.close();
    }
    QSqlDatabase::removeDatabase(u"test"_s);
    return done;
}

void saveLimits(const QString& folder, const core::RiskLimits& limits)
{
    auto settings = io::SettingsDatabase::open(folder + u"/settings.db"_s);
    QVERIFY(settings.has_value());
    QVERIFY(settings->saveLimits(limits, {}, 1, u"test"_s, u"a test"_s).has_value());
}

/// The set-up of the last session in a folder, from its journal; empty without one.
QJsonObject lastSetup(const QString& folder)
{
    QJsonObject setup;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"test"_s);
        database.setDatabaseName(folder + u"/journal.db"_s);
        database.open();
        QSqlQuery query{database};
        if (query.exec(u"SELECT setup FROM sessions ORDER BY id DESC LIMIT 1"_s) && query.next()) {
            setup = QJsonDocument::fromJson(query.value(0).toString().toUtf8()).object();
        }
    }
    QSqlDatabase::removeDatabase(u"test"_s);
    return setup;
}

/// The limits it ran with.
QHash<QString, QString> limitsOf(const QString& folder)
{
    QHash<QString, QString> limits;
    const QJsonArray pairs = lastSetup(folder)[u"limits"_s].toArray();
    for (const auto& pair : pairs) {
        limits.insert(pair.toArray()[0].toString(), pair.toArray()[1].toString());
    }
    return limits;
}

/// What a database may suffer; `good` is a valid one with content.
QByteArray damaged(const QString& how, const QByteArray& good)
{
    if (how == u"random"_s) {
        QByteArray bytes(8'192, '\0');
        for (qsizetype i = 0; i < bytes.size(); ++i) {
            bytes[i] = static_cast<char>(i * 7'919 % 251);
        }
        return bytes;
    }
    if (how == u"truncated"_s) {
        return good.left(good.size() / 2 + 100);
    }
    if (how == u"one page garbled"_s) {
        QByteArray bytes = good;
        return bytes.replace(4'096, 4'096, QByteArray(4'096, '\x5a'));
    }
    return "time,open,high,low,close,volume\n";
}

} // namespace

class RunCommandTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theManualKnowsEveryVerbAndOption();
    void aSessionFileDecidesWhatRuns();
    void aSessionStaysWithinItsEnvelope();
    void optionsWinOverTheSessionFile();
    void wrongRequestsAreNamed_data();
    void wrongRequestsAreNamed();
    void limitsComeFromSettingsThenFileThenOption();
    void limitsAreListedWithWhatContradicts();
    void aFolderIsUsedOnce();
    void aDamagedStoreIsNamedAndLeftAlone_data();
    void aDamagedStoreIsNamedAndLeftAlone();
    void aStoreOfAnotherKindOrTimeIsNamed_data();
    void aStoreOfAnotherKindOrTimeIsNamed();
    void aLockedStoreIsNamed_data();
    void aLockedStoreIsNamed();
    void aReadOnlyStoreIsNamed_data();
    void aReadOnlyStoreIsNamed();
    void aStoredLimitThatCannotBeIsNamed();
    void aFullDiskAtTheStartIsNamed();
    void aFullDiskWhileItRunsEndsItWithAWholeJournal();
};

void RunCommandTest::theManualKnowsEveryVerbAndOption()
{
    const QByteArray page =
        content(QStringLiteral(WICK_SOURCE_DIR) + u"/installer/linux/wickctl.1"_s);
    const QString manual = QString::fromUtf8(page).replace(u"\\-"_s, u"-"_s);
    const QRegularExpression verbLine{u"^  ([a-z]+) "_s, QRegularExpression::MultilineOption};
    const QRegularExpression option{u"--[a-z-]+"_s};
    int verbs = 0;
    for (const auto& verb : verbLine.globalMatch(wickctl({u"--help"_s}).out)) {
        ++verbs;
        QVERIFY2(manual.contains(verb.captured(1)), qPrintable(verb.captured(1)));
        for (const auto& each : option.globalMatch(wickctl({verb.captured(1), u"--help"_s}).out)) {
            QVERIFY2(manual.contains(each.captured()),
                     qPrintable(verb.captured(1) + u' ' + each.captured()));
        }
    }
    QVERIFY(verbs >= 10);
}

void RunCommandTest::aSessionFileDecidesWhatRuns()
{
    const QTemporaryDir room;
    const QString file = room.filePath(u"s.json"_s);
    write(file, R"({"speed": "max", "for": "5m", "balance": 5000, "engines":
                  [{"strategy": "ma-cross", "market": "ETH", "timeframe": "1m",
                    "parameters": {"fast": 3, "slow": 9}}]})");
    const QStringList arguments{u"run"_s, u"--session"_s, file, u"--data-dir"_s,
                                room.filePath(u"d"_s)};
    const Outcome first = wickctl(arguments);
    QVERIFY2(first.code == 0, qPrintable(first.err));
    QVERIFY(first.out.contains(u"\nengine ma-cross ETH-PERP trades "_s));
    QCOMPARE(first.out.count(u"\nengine "_s), 1);
    // The same digest too, on an account of its own.
    QCOMPARE(wickctl(arguments + QStringList{u"--new-account"_s}).out, first.out);
    const Outcome replay = wickctl({u"replay"_s, room.filePath(u"d/journal.db"_s), u"--verify"_s});
    QVERIFY2(replay.code == 0, qPrintable(replay.out + replay.err));
}

void RunCommandTest::aSessionStaysWithinItsEnvelope()
{
    const QTemporaryDir room;
    const Outcome run = wickctl(
        {u"run"_s, u"--speed"_s, u"max"_s, u"--for"_s, u"8h"_s, u"--data-dir"_s, room.path()});
    QVERIFY2(run.code == 0, qPrintable(run.err));
    const Outcome envelope = wickctl({u"envelope"_s, room.filePath(u"journal.db"_s)});
    QVERIFY2(envelope.code == 0, qPrintable(envelope.out + envelope.err));
    QVERIFY(envelope.out.contains(u"\nviolations 0\n"_s));
    QVERIFY(envelope.out.contains(u"\nnaked_seconds 0.000\n"_s));
    QVERIFY(!envelope.out.contains(u"\npositions 0\n"_s));
    QCOMPARE(wickctl({u"envelope"_s}).code, 2);
    QCOMPARE(wickctl({u"envelope"_s, room.filePath(u"none.db"_s)}).code, 1);
}

void RunCommandTest::optionsWinOverTheSessionFile()
{
    const QTemporaryDir room;
    const QString file = room.filePath(u"s.json"_s);
    write(file, R"({"speed": "max", "for": "6h", "balance": 5000, "seed": 3})");
    const Outcome outcome = run(room.path(), {u"--session"_s, file, u"--balance"_s, u"777"_s});
    QCOMPARE(outcome.code, 0);
    QVERIFY(outcome.out.startsWith(u"equity 777.00\n"_s));
    QVERIFY(outcome.out.contains(u"\nsteps 120\n"_s));
}

void RunCommandTest::wrongRequestsAreNamed_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const QStringList& arguments, const QString& says) {
        QTest::newRow(name) << arguments << says;
    };
    row("speed", {u"--speed"_s, u"7"_s}, u"'7'"_s);
    row("venue", {u"--venue"_s, u"lighter"_s}, u"'lighter' is not available"_s);
    row("time", {u"--for"_s, u"6y"_s}, u"--for: '6y'"_s);
    row("seed", {u"--seed"_s, u"x"_s}, u"--seed: 'x'"_s);
    row("balance", {u"--balance"_s, u"-5"_s}, u"--balance: '-5'"_s);
    row("risk key", {u"--risk"_s, u"daily_los=0.1"_s}, u"did you mean 'daily_loss'?"_s);
    row("risk value", {u"--risk"_s, u"daily_loss=much"_s}, u"'much'"_s);
    row("risk range", {u"--risk"_s, u"daily_loss=7"_s}, u"daily_loss is 7"_s);
    row("risk file", {u"--risk"_s, u"/no/such/file.json"_s}, u"/no/such/file.json"_s);
    row("session file", {u"--session"_s, u"/no/such/file.json"_s}, u"/no/such/file.json"_s);
    row("argument", {u"ETH"_s}, u"'ETH'"_s);
}

void RunCommandTest::wrongRequestsAreNamed()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QString, says);
    const QTemporaryDir room;
    const QString folder = room.filePath(u"d"_s);
    const Outcome outcome = wickctl(QStringList{u"run"_s, u"--data-dir"_s, folder} + arguments);
    QCOMPARE(outcome.code, 2);
    QVERIFY2(outcome.err.contains(says), qPrintable(outcome.err));
    QVERIFY(!QFile::exists(folder));
}

void RunCommandTest::limitsComeFromSettingsThenFileThenOption()
{
    const QTemporaryDir room;
    QVERIFY(run(room.path()).err.contains(u"Risk limits: the built-in ones."_s));
    QVERIFY(!QFile::exists(room.filePath(u"settings.db"_s)));
    core::RiskLimits limits;
    limits.fleet.dailyLoss = 11'000;
    limits.fleet.peakDrawdown = 22'000;
    limits.maxOpenPositions = 2;
    saveLimits(room.path(), limits);
    const QString file = room.filePath(u"s.json"_s);
    write(file, R"({"limits": {"peak_drawdown": 0.033, "max_open_positions": 1}})");
    const Outcome outcome =
        run(room.path(), {u"--session"_s, file, u"--risk"_s, u"max_open_positions=3"_s});
    QCOMPARE(outcome.code, 0);
    QVERIFY(outcome.err.contains(u"version 1 of settings.db"_s));
    const auto used = limitsOf(room.path());
    QCOMPARE(used[u"daily_loss"_s], u"0.011"_s);
    QCOMPARE(used[u"peak_drawdown"_s], u"0.033"_s);
    QCOMPARE(used[u"max_open_positions"_s], u"3"_s);
}

void RunCommandTest::limitsAreListedWithWhatContradicts()
{
    const QTemporaryDir room;
    const auto list = [&](const QStringList& risk) {
        QStringList arguments{u"risk"_s, u"--data-dir"_s, room.path()};
        for (const QString& each : risk) {
            arguments << u"--risk"_s << each;
        }
        return wickctl(arguments);
    };
    const Outcome standard = list({});
    QCOMPARE(standard.code, 0);
    QVERIFY(standard.out.contains(u"\nlimit\tengine.daily_loss\t0.01\t0.001..0.5|none\t"_s));
    QVERIFY(standard.out.contains(u"\nlimit\ton_cap\tcut\tcut|refuse\t"_s));
    QVERIFY(standard.out.contains(u"\npreset\tstarter\t"_s));
    QVERIFY(!standard.out.contains(u"\nwarning\t"_s));
    const Outcome preset = list({u"preset=starter"_s, u"ETH.daily_loss=0.01"_s});
    QVERIFY(preset.out.startsWith(u"limit\tdaily_loss\t0.03\t"_s));
    QVERIFY(preset.out.contains(u"\nlimit\tETH.daily_loss\t0.01\t"_s));
    const Outcome odd = list({u"daily_loss=0.005"_s, u"risk_per_trade=0.02"_s});
    QCOMPARE(odd.code, 0);
    QVERIFY(odd.out.contains(u"\nwarning\trisk_per_trade\tdaily_loss\t"_s));
    const Outcome wrong = list({u"preset=startr"_s});
    QCOMPARE(wrong.code, 2);
    QVERIFY2(wrong.err.contains(u"did you mean 'starter'?"_s), qPrintable(wrong.err));
    QVERIFY(!QFile::exists(room.filePath(u"settings.db"_s)));
    QVERIFY(run(room.path(), {u"--risk"_s, u"daily_loss=0.001"_s})
                .err.contains(u"Warning: risk_per_trade"_s));
}

void RunCommandTest::aFolderIsUsedOnce()
{
    const QTemporaryDir room;
    QProcess first;
    first.start(QStringLiteral(WICKCTL), {u"run"_s, u"--data-dir"_s, room.path()});
    QVERIFY(QTest::qWaitFor([&] { return QFile::exists(room.filePath(u"control.sock"_s)); },
                            kPatienceMs));
    const Outcome second = run(room.path());
    QCOMPARE(second.code, 82);
    QVERIFY(second.err.contains(room.path()));
    first.terminate();
    QCOMPARE(outcomeOf(first).code, 0);
}

void RunCommandTest::aDamagedStoreIsNamedAndLeftAlone_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("how");
    for (const char* file : {"journal.db", "settings.db"}) {
        for (const char* how : {"random", "truncated", "one page garbled", "a text"}) {
            QTest::addRow("%s %s", file, how)
                << QString::fromLatin1(file) << QString::fromLatin1(how);
        }
    }
}

void RunCommandTest::aDamagedStoreIsNamedAndLeftAlone()
{
    QFETCH(const QString, file);
    QFETCH(const QString, how);
    const QTemporaryDir room;
    const QString path = room.filePath(file);
    saveLimits(room.path(), {});
    QCOMPARE(run(room.path()).code, 0);
    const QByteArray bytes = damaged(how, content(path));
    write(path, bytes);
    const Outcome outcome = run(room.path());
    QCOMPARE(outcome.code, 1);
    QVERIFY2(outcome.err.contains(path), qPrintable(outcome.err));
    QVERIFY(!outcome.out.contains(u"equity"_s)); // nothing ran
    QCOMPARE(content(path), bytes);
    if (file == u"journal.db"_s) {
        for (const QStringList& reader :
             {QStringList{u"replay"_s, path, u"--verify"_s},
              QStringList{u"export"_s, u"trades"_s, u"--csv"_s, room.filePath(u"t.csv"_s),
                          u"--data-dir"_s, room.path()}})
        {
            const Outcome read = wickctl(reader);
            QCOMPARE(read.code, 1);
            QVERIFY2(read.err.contains(path), qPrintable(read.err));
        }
        QVERIFY(!QFile::exists(room.filePath(u"t.csv"_s)));
        QCOMPARE(content(path), bytes);
    }
}

void RunCommandTest::aStoreOfAnotherKindOrTimeIsNamed_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("says");
    for (const QString& file : {u"journal.db"_s, u"settings.db"_s}) {
        QTest::addRow("newer %s", qPrintable(file))
            << file << u"PRAGMA user_version = 99"_s << u"newer version"_s;
        QTest::addRow("foreign %s", qPrintable(file))
            << file << u"PRAGMA application_id = 4711"_s << u"not a database of this kind"_s;
    }
}

void RunCommandTest::aStoreOfAnotherKindOrTimeIsNamed()
{
    QFETCH(const QString, file);
    QFETCH(const QString, sql);
    QFETCH(const QString, says);
    const QTemporaryDir room;
    saveLimits(room.path(), {});
    QCOMPARE(run(room.path()).code, 0);
    QVERIFY(statement(room.filePath(file), sql));
    const QByteArray before = content(room.filePath(file));
    const Outcome outcome = run(room.path());
    QCOMPARE(outcome.code, 1);
    QVERIFY2(outcome.err.contains(room.filePath(file) + u": "_s) && outcome.err.contains(says),
             qPrintable(outcome.err));
    QCOMPARE(content(room.filePath(file)), before);
}

void RunCommandTest::aLockedStoreIsNamed_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("journal") << u"journal.db"_s;
    QTest::newRow("settings") << u"settings.db"_s;
}

void RunCommandTest::aLockedStoreIsNamed()
{
    QFETCH(const QString, file);
    const QTemporaryDir room;
    const QString path = room.filePath(file);
    saveLimits(room.path(), {});
    QCOMPARE(run(room.path()).code, 0);
    Outcome outcome;
    {
        QSqlDatabase holder = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"holder"_s);
        holder.setDatabaseName(path);
        QVERIFY(holder.open());
        QSqlQuery query{holder};
        QVERIFY(query.exec(u"PRAGMA locking_mode = EXCLUSIVE"_s));
        QVERIFY(query.exec(u"BEGIN EXCLUSIVE"_s));
        outcome = run(room.path());
        QVERIFY(query.exec(u"ROLLBACK"_s));
        holder.close();
    }
    QSqlDatabase::removeDatabase(u"holder"_s);
    QCOMPARE(outcome.code, 1);
    QVERIFY2(outcome.err.contains(path + u": is locked"_s), qPrintable(outcome.err));
    QCOMPARE(run(room.path()).code, 0); // and nothing was lost
}

void RunCommandTest::aReadOnlyStoreIsNamed_data()
{
    aLockedStoreIsNamed_data();
}

#ifdef Q_OS_UNIX
namespace {

constexpr uid_t kNobody = 65'534;

void dropRights()
{
    if (::setgid(kNobody) != 0 || ::setuid(kNobody) != 0) {
        ::_exit(99);
    }
}

/// Root may write everything: become somebody else in the child.
void becomeNobody(QProcess& process)
{
    if (::geteuid() == 0) {
        process.setChildProcessModifier(dropRights);
    }
}

bool giveToNobody(const QString& path)
{
    return ::geteuid() != 0 || ::chown(qPrintable(path), kNobody, kNobody) == 0;
}

} // namespace
#endif

void RunCommandTest::aReadOnlyStoreIsNamed()
{
#ifdef Q_OS_UNIX
    QFETCH(const QString, file);
    QProcess probe;
    becomeNobody(probe);
    probe.start(QStringLiteral(WICKCTL), {u"--version"_s});
    if (outcomeOf(probe).code != 0) {
        QSKIP("another user cannot run the program from here");
    }
    const QTemporaryDir room;
    const QString path = room.filePath(file);
    saveLimits(room.path(), {});
    QCOMPARE(run(room.path()).code, 0);
    for (const QString& each : {u""_s, u"/journal.db"_s, u"/settings.db"_s}) {
        QVERIFY(giveToNobody(room.path() + each));
    }
    QFile::remove(room.filePath(u"lock"_s));
    QCOMPARE(::chmod(qPrintable(path), 0444), 0);
    QProcess process;
    becomeNobody(process);
    process.start(QStringLiteral(WICKCTL), {u"run"_s, u"--speed"_s, u"max"_s, u"--for"_s, u"1m"_s,
                                            u"--data-dir"_s, room.path()});
    const Outcome outcome = outcomeOf(process);
    QCOMPARE(outcome.code, 1);
    QVERIFY2(outcome.err.contains(path + u": may not be written"_s), qPrintable(outcome.err));
#else
    QSKIP("permissions are another matter there");
#endif
}

void RunCommandTest::aStoredLimitThatCannotBeIsNamed()
{
    const QTemporaryDir room;
    saveLimits(room.path(), {});
    QVERIFY(statement(room.filePath(u"settings.db"_s),
                      u"UPDATE limits_value SET value = 'much' WHERE key = 'daily_loss'"_s));
    const Outcome outcome = run(room.path());
    QCOMPARE(outcome.code, 1);
    QVERIFY2(outcome.err.contains(room.filePath(u"settings.db"_s))
                 && outcome.err.contains(u"daily_loss = much"_s),
             qPrintable(outcome.err));
}

#ifdef Q_OS_UNIX
namespace {

/// Runs `wickctl run` where no file may grow beyond so many KiB: to the program a full disk.
Outcome runWithin(int kib, const QString& folder)
{
    QProcess process;
    const QString script =
        u"trap '' XFSZ; ulimit -f %1; exec \"$0\" run --speed max --data-dir \"$1\""_s.arg(kib);
    process.start(u"bash"_s, {u"-c"_s, script, QStringLiteral(WICKCTL), folder});
    return outcomeOf(process);
}

} // namespace
#endif

void RunCommandTest::aFullDiskAtTheStartIsNamed()
{
#ifdef Q_OS_UNIX
    const QTemporaryDir room;
    const Outcome outcome = runWithin(3, room.path());
    QCOMPARE(outcome.code, 1);
    QVERIFY2(outcome.err.contains(room.filePath(u"journal.db"_s)), qPrintable(outcome.err));
    QVERIFY(!outcome.out.contains(u"equity"_s));
    QCOMPARE(run(room.path()).code, 0); // with room on the disk all is well
#else
    QSKIP("there is no limit to set");
#endif
}

void RunCommandTest::aFullDiskWhileItRunsEndsItWithAWholeJournal()
{
#ifdef Q_OS_UNIX
    const QTemporaryDir room;
    const Outcome outcome = runWithin(3'000, room.path()); // without --for it would never end
    QCOMPARE(outcome.code, 1);
    QVERIFY2(outcome.err.contains(u"the journal could not be written: "_s
                                  + room.filePath(u"journal.db"_s)),
             qPrintable(outcome.err));
    const Outcome replay = wickctl({u"replay"_s, room.filePath(u"journal.db"_s)});
    QVERIFY2(replay.code == 0, qPrintable(replay.err));
    QVERIFY(!replay.out.contains(u"differs"_s)); // what is there is whole
    QVERIFY(replay.out.contains(u"\ninputs "_s));
#else
    QSKIP("there is no limit to set");
#endif
}

WICK_TEST(RunCommandTest)
#include "tst_runcommand.moc"
