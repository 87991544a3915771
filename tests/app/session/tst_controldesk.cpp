#include "app/session/datafolder.h"
#include "app/session/session.h"
#include "tests/support/hangingstrategy.h"
#include "tests/support/testregistry.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocalSocket>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <algorithm>
#include <atomic>
#include <utility>
#include <vector>

using namespace wick;
using namespace wick::core;
using namespace Qt::StringLiterals;
using session::Session;

namespace {

constexpr int kPatienceMs = 120'000;

/// Asks the control socket of a session that lives on another thread.
class Operator
{
public:
    explicit Operator(const QString& path)
        : m_path(path)
    {}

    QJsonObject ask(const QByteArray& request)
    {
        if (m_socket.state() != QLocalSocket::ConnectedState) {
            (void)QTest::qWaitFor(
                [this] {
                    m_socket.connectToServer(m_path);
                    return m_socket.waitForConnected(1'000);
                },
                kPatienceMs);
        }
        m_socket.write(request + '\n');
        (void)QTest::qWaitFor([this] { return m_socket.canReadLine(); }, kPatienceMs);
        return QJsonDocument::fromJson(m_socket.readLine()).object();
    }
    QJsonObject status() { return ask(R"({"request":"status"})"); }
    /// Whether the command with this number has been applied and everything is flat.
    bool becomesFlat(qint64 number)
    {
        return QTest::qWaitFor(
            [&] {
                const QJsonObject now = status();
                return now[u"commands"_s][u"applied"_s].toInteger() >= number
                       && now[u"flat"_s].toBool();
            },
            kPatienceMs);
    }

private:
    QString m_path;
    QLocalSocket m_socket;
};

session::WorkerSetup practice(const QString& socket)
{
    session::PracticeRequest request;
    request.speed = session::Speed::Max;
    auto setup = session::practiceSession(request);
    if (!setup) {
        qFatal("%s", setup.error().c_str());
    }
    setup->controlSocket = socket;
    return std::move(*setup);
}

QJsonObject engine(const QJsonObject& status, int number)
{
    return status[u"engines"_s].toArray().at(number).toObject();
}

} // namespace

class ControlDeskTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void statusTellsWhatRuns();
    void flattenOfOneMarketPausesItsEngineOnly();
    void flattenClosesWhatIsOpen();
    void killLatchesAHalt();
    void anOperatorKeepsMarketsFromTrading();
    void whatAnOperatorCannotSayIsNamed();
    void unknownNamesAreRefused();
    void killWorksWhileAStrategyHangs();
    void withoutItsSocketASessionDoesNotBegin();
    void aLongFolderGetsAShortSocket();
};

void ControlDeskTest::statusTellsWhatRuns()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"control.sock"_s);
    Session running{practice(path)};
    running.start();
    Operator person{path};
    const QJsonObject status = person.status();
    QVERIFY(status[u"ok"_s].toBool());
    QCOMPARE(status[u"mode"_s].toString(), u"PAPER (practice)"_s);
    QCOMPARE(status[u"speed"_s].toString(), u"max"_s);
    QCOMPARE(status[u"engines"_s].toArray().size(), 3);
    QCOMPARE(engine(status, 2)[u"market"_s].toString(), u"XAU-PERP"_s);
    QCOMPARE(engine(status, 2)[u"control"_s].toString(), u"running"_s);
    QVERIFY(status[u"equity"_s].toDouble() > 0.0);
    QVERIFY(status[u"halts"_s].toArray().isEmpty());
    const qint64 steps = status[u"steps"_s].toInteger();
    QVERIFY(QTest::qWaitFor([&] { return person.status()[u"steps"_s].toInteger() > steps; },
                            kPatienceMs));
}

void ControlDeskTest::flattenOfOneMarketPausesItsEngineOnly()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"control.sock"_s);
    Session running{practice(path)};
    running.start();
    Operator person{path};
    // Engines that still take in the history are too slow for somebody in a hurry.
    QVERIFY(
        QTest::qWaitFor([&] { return person.status()[u"steps"_s].toInteger() > 2; }, kPatienceMs));
    const QJsonObject reply = person.ask(R"({"request":"flatten","market":"xau"})");
    QVERIFY(reply[u"ok"_s].toBool());
    QCOMPARE(reply[u"engines"_s].toArray(), QJsonArray{2});
    const qint64 number = reply[u"command"_s].toInteger();
    QVERIFY(QTest::qWaitFor(
        [&] {
            const QJsonObject now = person.status();
            return now[u"commands"_s][u"applied"_s].toInteger() >= number
                   && engine(now, 2)[u"flat"_s].toBool();
        },
        kPatienceMs));
    const QJsonObject after = person.status();
    QCOMPARE(engine(after, 2)[u"control"_s].toString(), u"paused"_s);
    QCOMPARE(engine(after, 0)[u"control"_s].toString(), u"running"_s);
    QVERIFY(person.ask(R"({"request":"flatten","engine":0})")[u"ok"_s].toBool());
}

void ControlDeskTest::flattenClosesWhatIsOpen()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"control.sock"_s);
    Session running{practice(path)};
    running.start();
    Operator person{path};
    QVERIFY(QTest::qWaitFor([&] { return person.status()[u"positions_open"_s].toInt() > 0; },
                            kPatienceMs));
    const QJsonObject reply = person.ask(R"({"request":"flatten"})");
    QVERIFY(reply[u"ok"_s].toBool());
    QVERIFY(person.becomesFlat(reply[u"command"_s].toInteger()));
    const QJsonObject after = person.status();
    QCOMPARE(after[u"positions_open"_s].toInt(), 0);
    QCOMPARE(after[u"working_orders"_s].toInt(), 0);
    QVERIFY(after[u"flatten"_s][u"verified_at"_s].isString());
    const auto& log = *running.latest()->log;
    QVERIFY(std::any_of(log.begin(), log.end(), [](const session::LogLine& line) {
        return line.text.find("control socket") != std::string::npos;
    }));
}

void ControlDeskTest::killLatchesAHalt()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"control.sock"_s);
    Session running{practice(path)};
    running.start();
    Operator person{path};
    const QJsonObject reply = person.ask(R"({"request":"kill"})");
    QVERIFY(reply[u"ok"_s].toBool());
    QVERIFY(person.becomesFlat(reply[u"command"_s].toInteger()));
    const QJsonArray halts = person.status()[u"halts"_s].toArray();
    QCOMPARE(halts.size(), 1);
    QCOMPARE(halts[0][u"reason"_s].toString(), u"HALTED_KILL"_s);
}

void ControlDeskTest::anOperatorKeepsMarketsFromTrading()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"control.sock"_s);
    Session running{practice(path)};
    running.start();
    Operator person{path};
    const auto say = [&person](const QByteArray& words) {
        const QJsonObject reply = person.ask(R"({"request":"operator","command":)" + words + '}');
        const qint64 number = reply[u"command"_s].toInteger();
        return reply[u"ok"_s].toBool()
                       && QTest::qWaitFor(
                           [&] {
                               return person.status()[u"commands"_s][u"applied"_s].toInteger()
                                      >= number;
                           },
                           kPatienceMs)
                   ? person.status()
                   : QJsonObject{};
    };
    QCOMPARE(say(R"("take_over","market":"ETH")")[u"taken_over"_s].toArray(),
             QJsonArray{u"ETH-PERP"_s});
    QVERIFY(say(R"("hand_back","market":"ETH")")[u"taken_over"_s].toArray().isEmpty());
    const auto events =
        say(R"("add_event","market":"BTC","minutes":600,"why":"rates")")[u"events"_s].toArray();
    QCOMPARE(events.size(), 1);
    QCOMPARE(events[0][u"market"_s].toString(), u"BTC-PERP"_s);
    QVERIFY(events[0][u"until"_s].toString() > events[0][u"from"_s].toString());
    const auto all = say(R"("add_event","minutes":600)")[u"events"_s].toArray();
    QVERIFY(all.size() == 2 && all[1][u"market"_s].isNull());
    QVERIFY(say(R"("clear_events")")[u"events"_s].toArray().isEmpty());
    QVERIFY(say(R"("lock_entries")")[u"entries_locked"_s].toBool());
    QVERIFY(!say(R"("unlock_entries")")[u"entries_locked"_s].toBool(true));
    const QJsonObject stopped = say(R"("stop","market":"XAU")");
    QCOMPARE(engine(stopped, 2)[u"control"_s].toString(), u"stopped"_s);
    QCOMPARE(engine(stopped, 0)[u"control"_s].toString(), u"running"_s);
    QCOMPARE(engine(say(R"("pause","engine":1)"), 1)[u"control"_s].toString(), u"paused"_s);
    const QJsonObject resumed = say(R"("resume")");
    QCOMPARE(engine(resumed, 1)[u"control"_s].toString(), u"running"_s);
    QCOMPARE(engine(resumed, 2)[u"control"_s].toString(), u"running"_s);
    const auto& log = *running.latest()->log;
    QVERIFY(std::any_of(log.begin(), log.end(), [](const session::LogLine& line) {
        return line.text.find("control socket: rates") != std::string::npos;
    }));
}

void ControlDeskTest::whatAnOperatorCannotSayIsNamed()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"control.sock"_s);
    Session running{practice(path)};
    running.start();
    Operator person{path};
    const std::vector<std::pair<QByteArray, QString>> rows{
        {R"("take_ove","market":"ETH")", u"no command 'take_ove'; did you mean 'take_over'?"_s},
        {R"("take_over")", u"'take_over' needs a market"_s},
        {R"("add_event","market":"ETH")", u"'add_event' needs minutes"_s},
        {R"("pause","minutes":5)", u"'pause' takes no minutes"_s},
        {R"("add_event","minutes":10081)", u"from 1 to 10080"_s},
        {R"("add_event","minutes":1.5)", u"from 1 to 10080"_s},
        {R"("clear_events","engine":1)", u"'clear_events' takes no engine"_s},
        {R"("lock_entries","market":"ETH")", u"'lock_entries' takes no market"_s},
        {R"("take_over","market":"ETX")", u"did you mean 'ETH'?"_s},
        {R"("pause","minuets":5)", u"did you mean 'minutes'?"_s},
        {R"("")", u"the key 'command'"_s},
    };
    for (const auto& [words, sentence] : rows) {
        const QJsonObject reply = person.ask(R"({"request":"operator","command":)" + words + '}');
        QVERIFY(!reply[u"ok"_s].toBool(true));
        QVERIFY2(reply[u"error"_s].toString().contains(sentence),
                 qPrintable(reply[u"error"_s].toString()));
    }
    QCOMPARE(person.status()[u"commands"_s][u"taken"_s].toInt(-1), 0);
}

void ControlDeskTest::unknownNamesAreRefused()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"control.sock"_s);
    Session running{practice(path)};
    running.start();
    Operator person{path};
    const QJsonObject market = person.ask(R"({"request":"flatten","market":"BTX"})");
    QVERIFY(!market[u"ok"_s].toBool());
    QVERIFY(market[u"error"_s].toString().contains(u"did you mean 'BTC'"_s));
    const QJsonObject number = person.ask(R"({"request":"flatten","engine":3})");
    QVERIFY(number[u"error"_s].toString().contains(u"no engine 3"_s));
    QVERIFY(person.ask("{\"request\":\"flatten\",\"market\":\"\xff\"}")[u"error"_s].isString());
    QCOMPARE(person.status()[u"commands"_s][u"taken"_s].toInt(-1), 0);
}

void ControlDeskTest::killWorksWhileAStrategyHangs()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"control.sock"_s);
    std::atomic<bool> hangs{false};
    std::atomic<bool> release{false};
    const auto letGo = qScopeGuard([&] { release = true; });
    auto setup = practice(path);
    setup.core.engines[0].strategy = std::make_shared<test::HangingStrategy>(hangs, release);
    Session running{std::move(setup)};
    QSignalSpy ended{&running, &Session::finished};
    running.start();
    Operator person{path};
    QVERIFY(QTest::qWaitFor([&] { return hangs.load(); }, kPatienceMs));
    const QJsonObject reply = person.ask(R"({"request":"kill"})");
    QVERIFY(reply[u"ok"_s].toBool());
    QVERIFY(person.becomesFlat(reply[u"command"_s].toInteger()));
    const QJsonObject after = person.status();
    QVERIFY(!after[u"halts"_s].toArray().isEmpty());
    QVERIFY(!engine(after, 0)[u"answering"_s].toBool());
    QVERIFY(engine(after, 1)[u"answering"_s].toBool());
    release = true;
    running.stop();
    QVERIFY(ended.wait(kPatienceMs));
}

void ControlDeskTest::withoutItsSocketASessionDoesNotBegin()
{
    Session running{practice(u"/there/is/no/such/folder/control.sock"_s)};
    QSignalSpy ended{&running, &Session::finished};
    running.start();
    QVERIFY(ended.wait(kPatienceMs));
    QVERIFY(running.latest()->controlProblem.find("/there/is/no/such/folder") != std::string::npos);
    QCOMPARE(running.latest()->sequence.count(), 0U);
}

void ControlDeskTest::aLongFolderGetsAShortSocket()
{
    using session::DataFolder;
    QCOMPARE(DataFolder::socketOf(u"/home/a/.local/share/wick"_s),
             u"/home/a/.local/share/wick/control.sock"_s);
    const QString one = DataFolder::socketOf(u"/home/"_s + QString{100, u'x'} + u"/one"_s);
    const QString two = DataFolder::socketOf(u"/home/"_s + QString{100, u'x'} + u"/two"_s);
    QVERIFY(one != two);
    QVERIFY(one.endsWith(u".sock"_s) && one.contains(u"/wick-"_s));
}

WICK_TEST(ControlDeskTest)
#include "tst_controldesk.moc"
