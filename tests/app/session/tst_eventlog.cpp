#include "app/session/eventlogfile.h"
#include "app/session/session.h"
#include "tests/support/testregistry.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <limits>
#include <map>

using namespace wick;
using namespace wick::core;
using namespace Qt::StringLiterals;
using session::EventLogFile;

namespace {

constexpr int kPatienceMs = 120'000;

std::vector<QJsonObject> rowsOf(const QString& path)
{
    QFile file{path};
    std::vector<QJsonObject> rows;
    if (!file.open(QIODevice::ReadOnly)) {
        return rows;
    }
    while (!file.atEnd()) {
        rows.push_back(QJsonDocument::fromJson(file.readLine()).object());
    }
    return rows;
}

/// The setup of a practice session, for its instruments and engines.
session::WorkerSetup practice()
{
    session::PracticeRequest request;
    request.speed = session::Speed::Max;
    request.runFor = hours(12);
    return session::practiceSession(request).value();
}

} // namespace

class EventLogTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aSessionLeavesItsWholeStory();
    void aFullFileMakesRoomForTheNext();
    void aFileThatCannotBeWrittenIsNamedAndLocksEntries();
};

void EventLogTest::aSessionLeavesItsWholeStory()
{
    const QTemporaryDir folder;
    auto setup = practice();
    setup.eventLog = folder.filePath(u"events.jsonl"_s);
    std::shared_ptr<const session::Snapshot> end;
    {
        session::Session running{std::move(setup)};
        QSignalSpy ended{&running, &session::Session::finished};
        running.start();
        QVERIFY(ended.wait(kPatienceMs));
        end = running.latest();
    }
    std::map<QString, std::size_t> counts;
    QString before;
    for (const QJsonObject& row : rowsOf(folder.filePath(u"events.jsonl"_s))) {
        const QString event = row[u"event"].toString();
        QVERIFY2(!event.isEmpty(), "every line is an object with an event");
        ++counts[event];
        QVERIFY(row[u"wall"].isString());
        QVERIFY(row[u"balance"].isDouble());
        if (event == u"fill") {
            QVERIFY(row[u"order"].toInt() > 0);
            QVERIFY(row[u"price"].toDouble() > 0);
            QVERIFY(row.contains(u"slippage_bp"));
            QVERIFY(!row[u"reason"].toString().isEmpty());
        }
    }
    QCOMPARE(counts[u"trade"_s], end->trades->size());
    QCOMPARE(counts[u"signal"_s] + counts[u"refusal"_s], std::size_t{end->signals});
    QCOMPARE(counts[u"refusal"_s], std::size_t{end->refusals});
    QVERIFY(counts[u"fill"_s] >= 2 * counts[u"trade"_s]);
    QVERIFY(counts[u"heartbeat"_s] >= 3);
}

void EventLogTest::aFullFileMakesRoomForTheNext()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"events.jsonl"_s);
    const auto setup = practice();
    ManualClock wall;
    EventLogFile log{path, setup.core.instruments, setup.core.engines, wall, 300};
    constexpr int kRows = 40;
    for (int i = 0; i < kRows; ++i) {
        log.heartbeat({EngineId{0}, i, 0, 0}, Timestamp{} + seconds(i));
    }
    log.flush();
    QVERIFY(log.problem().empty());
    QVERIFY(QFile::exists(path + u".1"_s));
    QVERIFY(QFile::exists(path + u'.' + QString::number(EventLogFile::kKept)));
    QVERIFY(!QFile::exists(path + u'.' + QString::number(EventLogFile::kKept + 1)));
    // What is kept is whole and without a hole up to the newest row.
    std::vector<int> ages;
    for (int number = EventLogFile::kKept; number >= 0; --number) {
        const QString name = number == 0 ? path : QString{path + u'.' + QString::number(number)};
        for (const QJsonObject& row : rowsOf(name)) {
            ages.push_back(row[u"answer_age_ms"].toInt());
        }
    }
    QVERIFY(ages.size() >= 5);
    for (std::size_t i = 1; i < ages.size(); ++i) {
        QCOMPARE(ages[i], ages[i - 1] + 1);
    }
    QCOMPARE(ages.back(), kRows - 1);
}

void EventLogTest::aFileThatCannotBeWrittenIsNamedAndLocksEntries()
{
    const QTemporaryDir folder;
    auto setup = practice();
    setup.runFor.reset();
    setup.eventLog = folder.filePath(u"no/such/folder/events.jsonl"_s);
    session::Session running{std::move(setup)};
    running.start();
    QTRY_VERIFY_WITH_TIMEOUT(running.latest() != nullptr && running.latest()->entriesLocked,
                             kPatienceMs);
    const auto& lines = *running.latest()->log;
    QVERIFY(std::any_of(lines.begin(), lines.end(), [](const session::LogLine& line) {
        return line.text.find("no/such/folder/events.jsonl") != std::string::npos;
    }));
}

WICK_TEST(EventLogTest)
#include "tst_eventlog.moc"
