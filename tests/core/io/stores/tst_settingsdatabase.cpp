#include "core/io/stores/settingsdatabase.h"
#include "tests/support/testregistry.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>

using namespace wick;
using namespace Qt::StringLiterals;

class SettingsDatabaseTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aNewFileHasNoLimits();
    void everySaveIsAVersionOfItsOwn();
    void whatChangedKeepsItsOldValue();
    void limitsOfOneMarketComeBack();
    void aRowOfALaterProgramIsNamed_data();
    void aRowOfALaterProgramIsNamed();
    void aFileOfAnotherKindIsRefused();
    void parametersAreKeptByStrategyAndMarket();
    void notesOnTradesAreKeptByRun();
};

void SettingsDatabaseTest::parametersAreKeptByStrategyAndMarket()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"settings.db"_s);
    const io::Parameters first{{"target_r", "2"}, {"trail_atr", "3"}};
    const io::Parameters second{{"target_r", "2.5"}};
    {
        auto settings = io::SettingsDatabase::open(path);
        QVERIFY(settings.has_value());
        QVERIFY(!settings->newestParameters({"momentum", "ETH"}).value().has_value());
        QCOMPARE(
            settings->saveParameters({"momentum", "ETH"}, first, 1, u"someone"_s, u"a"_s).value(),
            1);
        QCOMPARE(
            settings->saveParameters({"momentum", "BTC"}, second, 2, u"someone"_s, u"b"_s).value(),
            2);
    }
    auto settings = io::SettingsDatabase::open(path);
    QVERIFY(settings.has_value());
    QVERIFY(settings->newestParameters({"momentum", "ETH"}).value() == first);
    QVERIFY(settings->newestParameters({"momentum", "BTC"}).value() == second);
    QVERIFY(!settings->newestParameters({"ma-cross", "ETH"}).value().has_value());
    // Back to the defaults is a version of its own, not the absence of one.
    QVERIFY(settings->saveParameters({"momentum", "ETH"}, {}, 3, u"someone"_s, u"c"_s).has_value());
    QVERIFY(settings->newestParameters({"momentum", "ETH"}).value() == io::Parameters{});
}

void SettingsDatabaseTest::notesOnTradesAreKeptByRun()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"settings.db"_s);
    const io::TradeNote late{u"late news"_s, u"Chased it; \u201cnever again\u201d"_s};
    {
        auto settings = io::SettingsDatabase::open(path);
        QVERIFY(settings.has_value());
        QVERIFY(settings->tradeNotes(u"a1"_s).value().empty());
        QVERIFY(settings->saveTradeNote(u"a1"_s, 7, {u"first"_s, {}}, 1).has_value());
        QVERIFY(settings->saveTradeNote(u"a1"_s, 7, late, 2).has_value()); // in its place
        QVERIFY(settings->saveTradeNote(u"a1"_s, 3, {{}, u"fine"_s}, 3).has_value());
        QVERIFY(settings->saveTradeNote(u"b2"_s, 7, {u"other"_s, {}}, 4).has_value());
    }
    auto settings = io::SettingsDatabase::open(path);
    QVERIFY(settings.has_value());
    const auto notes = settings->tradeNotes(u"a1"_s).value();
    QCOMPARE(notes.size(), std::size_t{2});
    QCOMPARE(notes[0].first, 3);
    QVERIFY(notes[1].second == late);
    QVERIFY(settings->saveTradeNote(u"a1"_s, 7, {}, 5).has_value()); // emptied, so gone
    QCOMPARE(settings->tradeNotes(u"a1"_s).value().size(), std::size_t{1});
    QCOMPARE(settings->tradeNotes(u"b2"_s).value().size(), std::size_t{1});
    QVERIFY(!settings->saveTradeNote(u"a1"_s, 0, late, 6).has_value()); // no such trade
}

void SettingsDatabaseTest::aNewFileHasNoLimits()
{
    const QTemporaryDir folder;
    auto settings = io::SettingsDatabase::open(folder.filePath(u"settings.db"_s));
    QVERIFY(settings.has_value());
    QVERIFY(!settings->newestLimits().value().has_value());
    QVERIFY(settings->limitsVersions(10).value().empty());
}

void SettingsDatabaseTest::everySaveIsAVersionOfItsOwn()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"settings.db"_s);
    core::RiskLimits limits;
    {
        auto settings = io::SettingsDatabase::open(path);
        QVERIFY(settings.has_value());
        limits.fleet.dailyLoss = 15'000;
        QCOMPARE(settings->saveLimits(limits, {}, 1'000, u"someone"_s, u"smaller"_s).value().number,
                 1);
        const core::RiskLimits before = limits;
        limits.maxOpenPositions = 2;
        QCOMPARE(
            settings->saveLimits(limits, before, 2'000, u"someone"_s, u"fewer"_s).value().number,
            2);
    }
    auto settings = io::SettingsDatabase::open(path);
    QVERIFY(settings.has_value());
    const auto stored = settings->newestLimits().value();
    QVERIFY(stored.has_value());
    QVERIFY(stored->limits == limits);
    QCOMPARE(stored->version.why, u"fewer"_s);
    const auto versions = settings->limitsVersions(10).value();
    QCOMPARE(versions.size(), std::size_t{2});
    QCOMPARE(versions.front().number, 2);
    QCOMPARE(versions.back().savedMs, 1'000);
    QCOMPARE(versions.front().changes.size(), std::size_t{1});
    QCOMPARE(versions.front().changes.front().key, u"max_open_positions"_s);
    QCOMPARE(versions.front().changes.front().before, u"3"_s);
    QCOMPARE(versions.front().changes.front().value, u"2"_s);
}

void SettingsDatabaseTest::whatChangedKeepsItsOldValue()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"settings.db"_s);
    {
        auto settings = io::SettingsDatabase::open(path);
        QVERIFY(settings.has_value());
        core::RiskLimits limits;
        limits.fleet.dailyLoss = 15'000;
        QVERIFY(settings->saveLimits(limits, {}, 1'000, u"someone"_s, {}).has_value());
    }
    auto store =
        io::SqliteStore::openToRead(path, {u"settings"_s, u":/sql/settings"_s, 0x57434b53});
    QVERIFY(store.has_value());
    auto rows =
        (*store)->run(u"SELECT key, value, before FROM limits_value WHERE before IS NOT NULL"_s);
    QVERIFY(rows.has_value());
    QVERIFY(rows->next());
    QCOMPARE(rows->text(0), u"daily_loss"_s);
    QCOMPARE(rows->text(1), u"0.015"_s);
    QCOMPARE(rows->text(2), u"0.02"_s);
    QVERIFY(!rows->next());
}

void SettingsDatabaseTest::limitsOfOneMarketComeBack()
{
    const QTemporaryDir folder;
    auto settings = io::SettingsDatabase::open(folder.filePath(u"settings.db"_s));
    QVERIFY(settings.has_value());
    core::RiskLimits limits;
    QVERIFY(core::setLimit(limits, "ETH.daily_loss", "none").has_value());
    QVERIFY(core::setLimit(limits, "engine.peak_drawdown", "0.04").has_value());
    QVERIFY(core::setLimit(limits, "on_cap", "refuse").has_value());
    QVERIFY(settings->saveLimits(limits, {}, 0, u"someone"_s, {}).has_value());
    QVERIFY(settings->newestLimits().value()->limits == limits);
}

void SettingsDatabaseTest::aRowOfALaterProgramIsNamed_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::newRow("a limit nobody knows") << u"tide_height"_s << u"3"_s;
    QTest::newRow("a value that cannot be") << u"on_cap"_s << u"shrink"_s;
    QTest::newRow("a number beyond its range") << u"max_open_positions"_s << u"1000000"_s;
}

/// Not read as if it were not there: without it, what is left could allow more than was saved.
void SettingsDatabaseTest::aRowOfALaterProgramIsNamed()
{
    QFETCH(const QString, key);
    QFETCH(const QString, value);
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"settings.db"_s);
    {
        auto settings = io::SettingsDatabase::open(path);
        QVERIFY(settings.has_value());
        QVERIFY(settings->saveLimits({}, {}, 1'000, u"someone"_s, {}).has_value());
    }
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"test"_s);
        database.setDatabaseName(path);
        QVERIFY(database.open());
        QSqlQuery row{database};
        QVERIFY(row.prepare(
            u"INSERT OR REPLACE INTO limits_value (version, key, value) VALUES (1, ?, ?)"_s));
        row.addBindValue(key);
        row.addBindValue(value);
        QVERIFY2(row.exec(), qPrintable(row.lastError().text()));
        database.close();
    }
    QSqlDatabase::removeDatabase(u"test"_s);
    auto settings = io::SettingsDatabase::open(path);
    QVERIFY(settings.has_value());
    const auto newest = settings->newestLimits();
    QVERIFY(!newest.has_value());
    QVERIFY2(newest.error().sentence.contains(key) && newest.error().sentence.contains(value),
             qPrintable(newest.error().sentence));
}

void SettingsDatabaseTest::aFileOfAnotherKindIsRefused()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"settings.db"_s);
    QFile file{path};
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(4096, 'x'));
    file.close();
    const auto settings = io::SettingsDatabase::open(path);
    QVERIFY(!settings.has_value());
    QVERIFY(settings.error().sentence.contains(u"settings.db"_s));
}

WICK_TEST(SettingsDatabaseTest)
#include "tst_settingsdatabase.moc"
