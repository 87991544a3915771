#include "tests/app/cli/wickctl.h"
#include "tests/support/testregistry.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocalSocket>
#include <QProcess>
#include <QTemporaryDir>

#include <memory>

using namespace Qt::StringLiterals;
using wick::test::kPatienceMs;
using wick::test::Outcome;
using wick::test::outcomeOf;
using wick::test::wickctl;

namespace {

/// `wickctl run` in a folder of its own, ready to be asked.
class RunningSession
{
public:
    explicit RunningSession(const QStringList& options)
    {
        m_process.start(QStringLiteral(WICKCTL),
                        QStringList{u"run"_s, u"--data-dir"_s, folder()} + options);
    }
    ~RunningSession()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    [[nodiscard]] QString folder() const { return m_room.path(); }
    [[nodiscard]] Outcome ctl(const QStringList& verbAndOptions) const
    {
        return wickctl(verbAndOptions + QStringList{u"--data-dir"_s, folder()});
    }
    [[nodiscard]] QJsonObject status() const
    {
        return QJsonDocument::fromJson(ctl({u"status"_s, u"--json"_s}).out.toUtf8()).object();
    }
    [[nodiscard]] bool answers() const
    {
        return QTest::qWaitFor([this] { return ctl({u"status"_s}).code == 0; }, kPatienceMs);
    }
    [[nodiscard]] bool holdsSomething() const
    {
        return QTest::qWaitFor([this] { return status()[u"positions_open"_s].toInt() > 0; },
                               kPatienceMs);
    }
    Outcome endPolitely()
    {
        m_process.terminate();
        return outcomeOf(m_process);
    }
    void crash()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

private:
    QTemporaryDir m_room;
    QProcess m_process;
};

/// Sum of net_profit over the rows of a trade log, micro-USDC, and how many there are.
struct Total
{
    qint64 micro = 0;
    qsizetype rows = -1;
};
Total totalOf(const QString& path)
{
    QFile file{path};
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    QStringList lines = QString::fromUtf8(file.readAll()).split(u"\r\n"_s, Qt::SkipEmptyParts);
    const auto column = lines.takeFirst().split(u',').indexOf(u"net_profit"_s);
    Total total{0, lines.size()};
    for (const QString& line : lines) {
        total.micro += line.split(u',')[column].remove(u'.').toLongLong();
    }
    return total;
}

/// The value behind a word in lines "word value".
QString field(const QString& lines, const QString& word)
{
    for (const QString& line : lines.split(u'\n')) {
        if (line.startsWith(word + u' ')) {
            return line.mid(word.size() + 1);
        }
    }
    return {};
}

/// "flat yes" and the four times behind it, each a number that is not negative.
bool tellsFlatInTime(const QString& lines)
{
    bool good = lines.startsWith(u"flat yes\n"_s);
    for (const QString& word :
         {u"took_ms"_s, u"last_cancel_ms"_s, u"wall_took_ms"_s, u"wall_last_cancel_ms"_s})
    {
        bool number = false;
        good = good && field(lines, word).toLongLong(&number) >= 0 && number;
    }
    return good;
}

qint64 micro(QString amount)
{
    return amount.remove(u'.').toLongLong();
}

} // namespace

class ControlCommandsTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void withoutASessionTheyFail_data();
    void withoutASessionTheyFail();
    void wrongUseIsNamed_data();
    void wrongUseIsNamed();
    void aSessionIsAskedFlattenedAndKilled();
    void aHaltIsReleasedWithAReason();
    void oneMarketIsFlattenedAlone();
    void whatTheSessionRefusesFails();
    void notFlatInTimeIsToldByTheCode();
    void aBadClientDisturbsNobody();
    void exportedTradesAddUpToTheAccount();
    void aCrashedSessionIsExportedToo();
    void exportNamesWhatIsWrong();
};

void ControlCommandsTest::withoutASessionTheyFail_data()
{
    QTest::addColumn<QString>("verb");
    for (const char* verb : {"status", "flatten", "kill"}) {
        QTest::newRow(verb) << QString::fromLatin1(verb);
    }
}

void ControlCommandsTest::withoutASessionTheyFail()
{
    QFETCH(const QString, verb);
    const QTemporaryDir room;
    const Outcome outcome = wickctl({verb, u"--data-dir"_s, room.path()});
    QCOMPARE(outcome.code, 1);
    QCOMPARE(outcome.out, QString{});
    QVERIFY2(outcome.err.contains(u"no session runs on "_s + room.path()), qPrintable(outcome.err));
}

void ControlCommandsTest::wrongUseIsNamed_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const QStringList& arguments, const QString& says) {
        QTest::newRow(name) << arguments << says;
    };
    row("status of something", {u"status"_s, u"ETH"_s}, u"status takes no argument"_s);
    row("kill of something", {u"kill"_s, u"ETH"_s}, u"kill takes no argument"_s);
    row("flatten of something", {u"flatten"_s, u"ETH"_s}, u"--market or --engine"_s);
    row("both", {u"flatten"_s, u"--market"_s, u"ETH"_s, u"--engine"_s, u"0"_s}, u"exclude"_s);
    row("engine", {u"flatten"_s, u"--engine"_s, u"x"_s}, u"'x' is not the number"_s);
    row("timeout", {u"kill"_s, u"--timeout"_s, u"soon"_s}, u"--timeout: 'soon'"_s);
    row("release of nothing", {u"release"_s, u"--why"_s, u"x"_s}, u"--halt KIND"_s);
    row("release unreasoned", {u"release"_s, u"--halt"_s, u"kill"_s}, u"--why TEXT"_s);
    row("release engine",
        {u"release"_s, u"--halt"_s, u"kill"_s, u"--why"_s, u"x"_s, u"--engine"_s, u"ETH"_s},
        u"'ETH' is not the number"_s);
    row("option", {u"flatten"_s, u"--markt"_s, u"ETH"_s}, u"--market"_s);
    row("verb", {u"flaten"_s}, u"'flatten'"_s);
    row("export nothing", {u"export"_s}, u"trades"_s);
    row("export what", {u"export"_s, u"trade"_s, u"--csv"_s, u"x"_s}, u"'trades'"_s);
    row("export where", {u"export"_s, u"trades"_s}, u"--csv"_s);
    row("export which", {u"export"_s, u"trades"_s, u"--csv"_s, u"x"_s, u"--session"_s, u"0"_s},
        u"--session"_s);
}

void ControlCommandsTest::wrongUseIsNamed()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QString, says);
    const Outcome outcome = wickctl(arguments);
    QCOMPARE(outcome.code, 2);
    QVERIFY2(outcome.err.contains(says), qPrintable(outcome.err));
}

void ControlCommandsTest::aSessionIsAskedFlattenedAndKilled()
{
    RunningSession session{{u"--speed"_s, u"max"_s}};
    QVERIFY(session.answers());
    const Outcome status = session.ctl({u"status"_s});
    QCOMPARE(status.code, 0);
    QVERIFY(status.out.startsWith(u"mode PAPER (practice)\nspeed max\n"_s));
    QVERIFY(status.out.contains(u"\nengine 2 fvg-retest XAU-PERP 5m running position "_s));

    QVERIFY(session.holdsSomething());
    const Outcome flatten = session.ctl({u"flatten"_s});
    QVERIFY2(flatten.code == 0, qPrintable(flatten.err));
    QVERIFY(tellsFlatInTime(flatten.out));
    const QJsonObject flat = session.status();
    QCOMPARE(flat[u"positions_open"_s].toInt(-1), 0);
    QCOMPARE(flat[u"engines"_s][1][u"control"_s].toString(), u"paused"_s);

    const Outcome kill = session.ctl({u"kill"_s});
    QCOMPARE(kill.code, 0);
    QVERIFY(tellsFlatInTime(kill.out));
    QVERIFY(session.ctl({u"status"_s}).out.contains(u"\nhalt HALTED_KILL engine - since "_s));
    const Outcome end = session.endPolitely();
    QCOMPARE(end.code, 80); // a latched halt: do not start again before looking
    QVERIFY(end.out.contains(u"\npositions_open 0\n"_s));
    const Outcome again =
        wickctl({u"replay"_s, session.folder() + u"/journal.db"_s, u"--verify"_s});
    QVERIFY2(again.code == 0, qPrintable(again.out + again.err));
    QCOMPARE(session.ctl({u"status"_s}).code, 1);
}

void ControlCommandsTest::aHaltIsReleasedWithAReason()
{
    RunningSession session{{u"--speed"_s, u"60"_s}};
    QVERIFY(session.answers());
    const auto release = [&](const QString& halt) {
        return session.ctl({u"release"_s, u"--halt"_s, halt, u"--why"_s, u"looked at it"_s});
    };
    const Outcome none = release(u"kill"_s);
    QCOMPARE(none.code, 1);
    QVERIFY2(none.err.contains(u"no halt 'kill' in force"_s), qPrintable(none.err));
    QCOMPARE(session.ctl({u"kill"_s}).code, 0);
    QVERIFY(release(u"kil"_s).err.contains(u"did you mean 'kill'?"_s));
    const Outcome done = release(u"kill"_s);
    QVERIFY2(done.code == 0, qPrintable(done.err));
    QCOMPARE(done.out, u"released yes\n"_s);
    QVERIFY(!session.ctl({u"status"_s}).out.contains(u"\nhalt "_s));
    QCOMPARE(session.endPolitely().code, 0);
    QFile log{session.folder() + u"/events.jsonl"_s};
    QVERIFY(log.open(QIODevice::ReadOnly));
    QVERIFY(log.readAll().contains("looked at it"));
}

void ControlCommandsTest::oneMarketIsFlattenedAlone()
{
    RunningSession session{{u"--speed"_s, u"60"_s}};
    QVERIFY(session.answers());
    QCOMPARE(session.ctl({u"flatten"_s, u"--market"_s, u"eth"_s}).code, 0);
    QCOMPARE(session.ctl({u"flatten"_s, u"--engine"_s, u"1"_s}).code, 0);
    const QJsonArray engines = session.status()[u"engines"_s].toArray();
    QCOMPARE(engines[0][u"control"_s].toString(), u"paused"_s);
    QCOMPARE(engines[1][u"control"_s].toString(), u"paused"_s);
    QCOMPARE(engines[2][u"control"_s].toString(), u"running"_s);
    QCOMPARE(session.endPolitely().code, 0);
}

void ControlCommandsTest::whatTheSessionRefusesFails()
{
    RunningSession session{{u"--speed"_s, u"60"_s}};
    QVERIFY(session.answers());
    const Outcome market = session.ctl({u"flatten"_s, u"--market"_s, u"ETX"_s});
    QCOMPARE(market.code, 1);
    QVERIFY(market.err.contains(u"no engine is on the market 'ETX'; did you mean 'ETH'?"_s));
    const Outcome engine = session.ctl({u"flatten"_s, u"--engine"_s, u"7"_s});
    QCOMPARE(engine.code, 1);
    QVERIFY(engine.err.contains(u"there is no engine 7"_s));
    QCOMPARE(session.status()[u"commands"_s][u"taken"_s].toInt(-1), 0);
}

void ControlCommandsTest::notFlatInTimeIsToldByTheCode()
{
    RunningSession session{{u"--speed"_s, u"max"_s}};
    QVERIFY(session.answers());
    QVERIFY(session.holdsSomething());
    const Outcome killed = session.ctl({u"kill"_s, u"--timeout"_s, u"0"_s});
    QVERIFY(killed.code == 81 || (killed.code == 0 && tellsFlatInTime(killed.out)));
    if (killed.code == 81) {
        QCOMPARE(killed.out, u"flat no\n"_s);
        QVERIFY(killed.err.contains(u"not flat after 0 s"_s));
    }
    QCOMPARE(session.ctl({u"kill"_s}).code, 0); // in the end it is
}

void ControlCommandsTest::aBadClientDisturbsNobody()
{
    RunningSession session{{u"--speed"_s, u"60"_s}};
    QVERIFY(session.answers());
    const QString socket = session.folder() + u"/control.sock"_s;
    QLocalSocket silent;
    silent.connectToServer(socket);
    QVERIFY(silent.waitForConnected(kPatienceMs));
    QLocalSocket loud;
    loud.connectToServer(socket);
    QVERIFY(loud.waitForConnected(kPatienceMs));
    loud.write("not a request\n");
    QVERIFY(loud.waitForReadyRead(kPatienceMs));
    QVERIFY(loud.readLine().contains("\"ok\":false"));
    loud.write(QByteArray(50'000, 'x'));
    QVERIFY(QTest::qWaitFor([&] { return loud.state() == QLocalSocket::UnconnectedState; },
                            kPatienceMs));
    QCOMPARE(session.ctl({u"status"_s}).code, 0);
    QCOMPARE(session.ctl({u"flatten"_s}).code, 0);
    QCOMPARE(session.endPolitely().code, 0);
}

void ControlCommandsTest::exportedTradesAddUpToTheAccount()
{
    const QTemporaryDir room;
    const QString csv = room.filePath(u"trades.csv"_s);
    const Outcome run = wickctl(
        {u"run"_s, u"--speed"_s, u"max"_s, u"--for"_s, u"12h"_s, u"--data-dir"_s, room.path()});
    QCOMPARE(run.code, 0);
    const Outcome exported =
        wickctl({u"export"_s, u"trades"_s, u"--csv"_s, csv, u"--data-dir"_s, room.path()});
    QVERIFY2(exported.code == 0, qPrintable(exported.err));
    const Total total = totalOf(csv);
    QCOMPARE(total.rows,
             field(exported.out, u"trades"_s).toInt() + field(exported.out, u"open"_s).toInt());
    QVERIFY(total.rows > 0);
    QCOMPARE(field(exported.out, u"trades"_s), field(run.out, u"trades"_s));
    QCOMPARE(total.micro, micro(field(exported.out, u"net_profit"_s)));
    QCOMPARE(micro(field(exported.out, u"equity"_s)) - 100'000'000'000, total.micro);
}

void ControlCommandsTest::aCrashedSessionIsExportedToo()
{
    RunningSession session{{u"--speed"_s, u"max"_s}};
    QVERIFY(session.answers());
    QJsonObject seen;
    QVERIFY(QTest::qWaitFor(
        [&] {
            seen = session.status();
            return seen[u"trades"_s].toInt() > 0;
        },
        kPatienceMs));
    QVERIFY(QTest::qWaitFor(
        [&] {
            return session.status()[u"journal"_s][u"durable"_s].toInteger()
                   >= seen[u"steps"_s].toInteger();
        },
        kPatienceMs));
    session.crash();
    const QString csv = session.folder() + u"/trades.csv"_s;
    const Outcome exported = session.ctl({u"export"_s, u"trades"_s, u"--csv"_s, csv});
    QVERIFY2(exported.code == 0, qPrintable(exported.err));
    const Total total = totalOf(csv);
    QVERIFY(total.rows > 0);
    QCOMPARE(micro(field(exported.out, u"equity"_s)) - 100'000'000'000, total.micro);
    // The folder can be used again: lock and socket of the dead are replaced.
    const Outcome next = session.ctl({u"run"_s, u"--speed"_s, u"max"_s, u"--for"_s, u"1m"_s});
    QVERIFY2(next.code == 0, qPrintable(next.err));
    const Outcome first =
        session.ctl({u"export"_s, u"trades"_s, u"--csv"_s, csv, u"--session"_s, u"1"_s});
    QCOMPARE(first.out, exported.out);
}

void ControlCommandsTest::exportNamesWhatIsWrong()
{
    const QTemporaryDir room;
    const QString csv = room.filePath(u"trades.csv"_s);
    const Outcome none =
        wickctl({u"export"_s, u"trades"_s, u"--csv"_s, csv, u"--data-dir"_s, room.path()});
    QCOMPARE(none.code, 1);
    QVERIFY(none.err.contains(room.path() + u"/journal.db"_s));
    QVERIFY(!QFile::exists(csv));
    QCOMPARE(wickctl({u"run"_s, u"--speed"_s, u"max"_s, u"--for"_s, u"1m"_s, u"--data-dir"_s,
                      room.path()})
                 .code,
             0);
    const Outcome which = wickctl({u"export"_s, u"trades"_s, u"--csv"_s, csv, u"--data-dir"_s,
                                   room.path(), u"--session"_s, u"9"_s});
    QCOMPARE(which.code, 1);
    QVERIFY(which.err.contains(u"holds no such session"_s));
    QVERIFY(!QFile::exists(csv));
    const Outcome where = wickctl({u"export"_s, u"trades"_s, u"--csv"_s, u"/there/is/no/x.csv"_s,
                                   u"--data-dir"_s, room.path()});
    QCOMPARE(where.code, 1);
    QVERIFY(where.err.contains(u"/there/is/no/x.csv"_s));
}

WICK_TEST(ControlCommandsTest)
#include "tst_controlcommands.moc"
