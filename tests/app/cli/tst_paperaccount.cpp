// A paper account outlives its sessions, also those that are killed.
#include "core/io/stores/accountdatabase.h"
#include "core/risk/riskstate.h"
#include "tests/app/cli/wickctl.h"
#include "tests/support/testregistry.h"

#include <QFile>
#include <QProcess>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>

#include <algorithm>

using namespace wick;
using namespace Qt::StringLiterals;
using wick::test::kPatienceMs;
using wick::test::Outcome;
using wick::test::wickctl;

namespace {

constexpr int kRiskHalt = 80;

/// Two market minutes in this folder.
Outcome run(const QString& folder, const QStringList& more = {})
{
    return wickctl(
        QStringList{u"run"_s, u"--speed"_s, u"max"_s, u"--for"_s, u"2m"_s, u"--data-dir"_s, folder}
        + more);
}

std::optional<core::RiskState> stateOf(const QString& folder)
{
    auto store = io::AccountDatabase::open(folder + u"/account.db"_s);
    const auto newest = store ? store->newest()
                              : io::StoreResult<std::optional<io::AccountDatabase::Kept>>{
                                  std::optional<io::AccountDatabase::Kept>{}};
    if (!newest || !*newest) {
        return std::nullopt;
    }
    auto state = core::decodeRiskState((*newest)->state);
    return state ? std::optional{std::move(*state)} : std::nullopt;
}

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

QString equityLine(const Outcome& outcome)
{
    return outcome.out.section(u'\n', 0, 0);
}

} // namespace

class PaperAccountTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void goesOnWhereItWasLeft();
    void aNewOneBeginsOnlyWhenAsked();
    void survivesBeingKilledWithItsHalt();
    void whatAnOperatorKeepsFromTradingStaysSo();
    void anUnreadableStateBlocksEntries();
    void aDamagedFileIsNamedAndLeftAlone();
    void aBacktestNeverTouchesIt();
};

void PaperAccountTest::goesOnWhereItWasLeft()
{
    const QTemporaryDir room;
    const Outcome first = run(room.path(), {u"--balance"_s, u"5000"_s});
    QCOMPARE(first.code, 0);
    QVERIFY2(first.err.contains(u"A new paper account begins with 5000.00 USDC."_s),
             qPrintable(first.err));
    const auto left = stateOf(room.path());
    QVERIFY(left.has_value());
    QCOMPARE(left->engines.size(), std::size_t{3});
    const Outcome second = run(room.path());
    QVERIFY2(second.err.contains(u"Paper account 1 goes on with 5000.00 USDC."_s),
             qPrintable(second.err));
    QCOMPARE(equityLine(second), u"equity 5000.00"_s);
    // The leverage cap rose a little in each: it was not set back.
    QVERIFY(stateOf(room.path())->markets[0].leverage.cap > left->markets[0].leverage.cap);
    const Outcome verified = wickctl({u"replay"_s, room.filePath(u"journal.db"_s), u"--verify"_s});
    QVERIFY2(verified.code == 0, qPrintable(verified.out + verified.err));
}

void PaperAccountTest::aNewOneBeginsOnlyWhenAsked()
{
    const QTemporaryDir room;
    QCOMPARE(run(room.path(), {u"--balance"_s, u"5000"_s}).code, 0);
    QCOMPARE(equityLine(run(room.path(), {u"--balance"_s, u"7000"_s})), u"equity 5000.00"_s);
    const Outcome fresh = run(room.path(), {u"--balance"_s, u"7000"_s, u"--new-account"_s});
    QCOMPARE(equityLine(fresh), u"equity 7000.00"_s);
    QVERIFY(run(room.path()).err.contains(u"Paper account 2 goes on with 7000.00"_s));
}

void PaperAccountTest::survivesBeingKilledWithItsHalt()
{
    const QTemporaryDir room;
    QProcess process;
    process.start(QStringLiteral(WICKCTL),
                  {u"run"_s, u"--speed"_s, u"60"_s, u"--data-dir"_s, room.path()});
    const QStringList folder{u"--data-dir"_s, room.path()};
    QVERIFY(QTest::qWaitFor([&] { return wickctl(QStringList{u"status"_s} + folder).code == 0; },
                            kPatienceMs));
    QCOMPARE(wickctl(QStringList{u"kill"_s} + folder).code, 0);
    process.kill(); // kill -9
    process.waitForFinished();
    const auto left = stateOf(room.path());
    QVERIFY(left.has_value());
    QVERIFY(std::any_of(left->halts.begin(), left->halts.end(), [](const core::SavedHalt& halt) {
        return halt.kind == core::HaltKind::Kill;
    }));
    const Outcome again = run(room.path());
    QCOMPARE(again.code, kRiskHalt);
    const auto now = stateOf(room.path());
    QCOMPARE(now->highWaterMark, left->highWaterMark);
    QCOMPARE(now->dayStart, left->dayStart);
    QCOMPARE(now->halts.size(), left->halts.size());
    QVERIFY(now->markets[0].leverage.cap >= left->markets[0].leverage.cap);
    QCOMPARE(run(room.path(), {u"--new-account"_s}).code, 0);
}

void PaperAccountTest::whatAnOperatorKeepsFromTradingStaysSo()
{
    const QTemporaryDir room;
    const QStringList folder{u"--data-dir"_s, room.path()};
    QProcess process;
    const auto begin = [&] {
        process.start(QStringLiteral(WICKCTL),
                      QStringList{u"run"_s, u"--speed"_s, u"1"_s} + folder);
        return QTest::qWaitFor([&] { return wickctl(QStringList{u"status"_s} + folder).code == 0; },
                               kPatienceMs);
    };
    const auto say = [&](const QStringList& words) {
        return wickctl(QStringList{u"operator"_s} + words + folder);
    };
    QVERIFY(begin());
    QCOMPARE(say({u"take_over"_s, u"--market"_s, u"ETH"_s}).out, u"done yes\n"_s);
    QCOMPARE(say({u"add_event"_s, u"--minutes"_s, u"60"_s, u"--why"_s, u"rates"_s}).code, 0);
    QCOMPARE(say({u"stop"_s, u"--engine"_s, u"1"_s}).code, 0);
    QCOMPARE(say({u"lock_entries"_s}).code, 0);
    process.kill(); // kill -9
    process.waitForFinished();
    QVERIFY(begin());
    const QString status = wickctl(QStringList{u"status"_s, u"--json"_s} + folder).out;
    QVERIFY2(status.contains(u"\"taken_over\":[\"ETH-PERP\"]"_s)
                 && status.contains(u"\"events\":[{\"market\":null"_s)
                 && status.contains(u"\"control\":\"stopped\""_s)
                 && status.contains(u"\"entries_locked\":true"_s),
             qPrintable(status));
    QCOMPARE(say({u"hand_back"_s, u"--market"_s, u"ETH"_s}).code, 0);
    const Outcome wrong = say({u"hand_bak"_s});
    QCOMPARE(wrong.code, 1);
    QVERIFY2(wrong.err.contains(u"did you mean 'hand_back'?"_s), qPrintable(wrong.err));
    QCOMPARE(say({}).code, 2);
    QCOMPARE(say({u"add_event"_s, u"--minutes"_s, u"soon"_s}).code, 2);
    process.kill();
    process.waitForFinished();
}

void PaperAccountTest::anUnreadableStateBlocksEntries()
{
    const QTemporaryDir room;
    QCOMPARE(run(room.path()).code, 0);
    QVERIFY(statement(room.filePath(u"account.db"_s),
                      u"UPDATE risk_state SET state = replace(state, 'account', 'acount')"_s));
    const Outcome outcome = run(room.path());
    QVERIFY2(outcome.err.contains(u"cannot be read"_s), qPrintable(outcome.err));
    QCOMPARE(outcome.code, kRiskHalt);
    const auto now = stateOf(room.path());
    QCOMPARE(now->halts.size(), std::size_t{1});
    QVERIFY(now->halts[0].kind == core::HaltKind::StateLost);
    QVERIFY(now->markets[0].leverage.cap < 1'010'000);
}

void PaperAccountTest::aDamagedFileIsNamedAndLeftAlone()
{
    const QTemporaryDir room;
    const QString path = room.filePath(u"account.db"_s);
    QFile file{path};
    QVERIFY(file.open(QIODevice::WriteOnly));
    const QByteArray bytes(8'192, 'x');
    file.write(bytes);
    file.close();
    const Outcome outcome = run(room.path());
    QCOMPARE(outcome.code, 1);
    QVERIFY2(outcome.err.contains(path), qPrintable(outcome.err));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), bytes);
}

void PaperAccountTest::aBacktestNeverTouchesIt()
{
    const QTemporaryDir room;
    QFile candles{room.filePath(u"eth.csv"_s)};
    QVERIFY(candles.open(QIODevice::WriteOnly));
    candles.write("time,open,high,low,close,volume\n");
    for (int minute = 0; minute < 50; ++minute) {
        candles.write(QByteArrayLiteral("2026-01-05T00:")
                      + QByteArray::number(minute).rightJustified(2, '0')
                      + ":00Z,2000,2001,1999,2000,1\n");
    }
    candles.close();
    const Outcome outcome =
        wickctl({u"backtest"_s, u"--strategy"_s, u"ma-cross"_s, u"--market"_s, u"ETH"_s,
                 u"--data"_s, candles.fileName(), u"--set"_s, u"fast=2"_s, u"--set"_s, u"slow=5"_s,
                 u"--data-dir"_s, room.path()});
    QVERIFY2(outcome.code == 0 || outcome.code == 2, qPrintable(outcome.err));
    QVERIFY(!QFile::exists(room.filePath(u"account.db"_s)));
}

WICK_TEST(PaperAccountTest)
#include "tst_paperaccount.moc"
