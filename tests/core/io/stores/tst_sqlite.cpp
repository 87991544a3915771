#include "core/io/stores/migration.h"
#include "core/io/stores/sqlite.h"
#include "tests/support/testregistry.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace wick;
using namespace wick::io;

class SqliteStoreTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void makesAFileWithOurSettings();
    void keepsWhatWasWritten();
    void rollsBackWhatFails();
    void migratesStepByStepAfterABackup();
    void leavesTheOldSchemaWhenAStepFails();
    void readsTriggersAsOneStatement();
    void refusesANewerSchema();
    void refusesAFileOfAnotherKind();
    void refusesWhatIsNoDatabase_data();
    void refusesWhatIsNoDatabase();
    void refusesADamagedDatabase();
    void namesTheLockOfAnother();
    void namesAFileThatMayNotBeWritten();
    void namesAFullDisk();
    void namesAPlaceWhereNoFileCanBe();
    void opensToReadWithoutWriting();
    void namesARefusedValue();

private:
    [[nodiscard]] QString path() const { return m_folder->filePath(QStringLiteral("test.db")); }
    void writeMigration(const char* name, const char* text)
    {
        QFile file{m_folder->filePath(QStringLiteral("sql/") + QString::fromLatin1(name))};
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    [[nodiscard]] StoreSpec spec() const
    {
        return {QStringLiteral("test"), m_folder->filePath(QStringLiteral("sql")), 0x5445'5354,
                Durability::Full, 20};
    }
    [[nodiscard]] std::unique_ptr<SqliteStore> open() const
    {
        auto store = SqliteStore::open(path(), spec());
        if (!store) {
            QTest::qFail(qPrintable(store.error().sentence), __FILE__, __LINE__);
            return nullptr;
        }
        return std::move(store).value();
    }
    [[nodiscard]] StoreFault faultOfOpening() const
    {
        const auto store = SqliteStore::open(path(), spec());
        if (store) {
            QTest::qFail("the file was opened", __FILE__, __LINE__);
            return StoreFault::Failed;
        }
        const bool named = store.error().sentence.contains(path());
        return named ? store.error().fault : StoreFault::Failed;
    }
    [[nodiscard]] static std::int64_t number(SqliteStore& store, const char* sql)
    {
        auto statement = store.run(QString::fromLatin1(sql));
        return statement && statement->next() ? statement->integer(0) : -1;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void SqliteStoreTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir{m_folder->path()}.mkdir(QStringLiteral("sql")));
    writeMigration("0001_first.sql", "-- the first table\n"
                                     "CREATE TABLE item (\n"
                                     "    id INTEGER PRIMARY KEY,\n"
                                     "    name TEXT NOT NULL UNIQUE\n"
                                     ") STRICT;\n");
}

void SqliteStoreTest::makesAFileWithOurSettings()
{
    const auto store = open();
    QCOMPARE(number(*store, "PRAGMA application_id"), 0x5445'5354);
    QCOMPARE(number(*store, "PRAGMA user_version"), 1);
    QCOMPARE(number(*store, "PRAGMA foreign_keys"), 1);
    QCOMPARE(number(*store, "PRAGMA trusted_schema"), 0);
    QCOMPARE(number(*store, "PRAGMA cell_size_check"), 1);
    QCOMPARE(number(*store, "PRAGMA synchronous"), 2);
    auto mode = store->run(QStringLiteral("PRAGMA journal_mode"));
    QVERIFY(mode->next());
    QCOMPARE(mode->text(0), QStringLiteral("wal"));
}

void SqliteStoreTest::keepsWhatWasWritten()
{
    const std::int64_t large = std::numeric_limits<std::int64_t>::max();
    {
        const auto store = open();
        auto insert = store->prepare(QStringLiteral("INSERT INTO item VALUES (?, ?)"));
        QVERIFY(insert->run(large, std::string_view{"größte"}));
        QVERIFY(insert->run(2, QStringLiteral("zwei")));
    }
    const auto store = open();
    auto rows = store->run(QStringLiteral("SELECT id, name, NULL FROM item ORDER BY id DESC"));
    QVERIFY(rows->next());
    QCOMPARE(rows->integer(0), large);
    QCOMPARE(rows->text(1), QStringLiteral("größte"));
    QVERIFY(rows->isNull(2));
    QVERIFY(rows->next());
    QVERIFY(!rows->next());
    QVERIFY(!QFile::exists(path() + QStringLiteral(".v1.bak")));
}

void SqliteStoreTest::rollsBackWhatFails()
{
    const auto store = open();
    const auto outcome = store->inTransaction([&]() -> StoreResult<void> {
        if (auto done = store->run(QStringLiteral("INSERT INTO item VALUES (1, 'a')")); !done) {
            return core::Failure{done.error()};
        }
        return core::Failure{StoreError{StoreFault::Failed, {}, QStringLiteral("not so")}};
    });
    QVERIFY(!outcome);
    QCOMPARE(number(*store, "SELECT count(*) FROM item"), 0);
    QVERIFY(store->inTransaction(
        [&] { return store->run(QStringLiteral("INSERT INTO item VALUES (1, 'a')")); }));
    QCOMPARE(number(*store, "SELECT count(*) FROM item"), 1);
}

void SqliteStoreTest::migratesStepByStepAfterABackup()
{
    {
        const auto store = open();
        QVERIFY(store->run(QStringLiteral("INSERT INTO item VALUES (1, 'a')")));
    }
    writeMigration("0002_more.sql",
                   "ALTER TABLE item ADD COLUMN size INTEGER NOT NULL DEFAULT 7;\n");
    writeMigration("0003_most.sql", "UPDATE item SET size = size + 1;\n");
    {
        const auto store = open();
        QCOMPARE(number(*store, "PRAGMA user_version"), 3);
        QCOMPARE(number(*store, "SELECT size FROM item"), 8);
    }
    StoreSpec old = spec();
    QVERIFY(QFile::remove(m_folder->filePath(QStringLiteral("sql/0002_more.sql"))));
    QVERIFY(QFile::remove(m_folder->filePath(QStringLiteral("sql/0003_most.sql"))));
    auto backup = SqliteStore::open(path() + QStringLiteral(".v1.bak"), old);
    QVERIFY2(backup.has_value(), backup ? "" : qPrintable(backup.error().sentence));
    QCOMPARE(number(*backup.value(), "PRAGMA user_version"), 1);
    QCOMPARE(number(*backup.value(), "SELECT count(*) FROM item"), 1);
}

void SqliteStoreTest::leavesTheOldSchemaWhenAStepFails()
{
    (void)open();
    writeMigration("0002_more.sql", "ALTER TABLE item ADD COLUMN size INTEGER;\n");
    writeMigration("0003_wrong.sql", "ALTER TABLE nothing ADD COLUMN size INTEGER;\n");
    const auto store = SqliteStore::open(path(), spec());
    QVERIFY(!store);
    QVERIFY2(store.error().sentence.contains(QStringLiteral("0003_wrong.sql")),
             qPrintable(store.error().sentence));
    QVERIFY(QFile::remove(m_folder->filePath(QStringLiteral("sql/0002_more.sql"))));
    QVERIFY(QFile::remove(m_folder->filePath(QStringLiteral("sql/0003_wrong.sql"))));
    const auto again = open();
    QCOMPARE(number(*again, "PRAGMA user_version"), 1);
    QCOMPARE(number(*again, "SELECT count(*) FROM pragma_table_info('item')"), 2);
}

void SqliteStoreTest::readsTriggersAsOneStatement()
{
    writeMigration("0002_fixed.sql", "CREATE TRIGGER item_stays BEFORE DELETE ON item\n"
                                     "BEGIN\n"
                                     "    SELECT RAISE(ABORT, 'rows stay');\n"
                                     "END;\n");
    const auto store = open();
    QVERIFY(store->run(QStringLiteral("INSERT INTO item VALUES (1, 'a')")));
    const auto gone = store->run(QStringLiteral("DELETE FROM item"));
    QVERIFY(!gone);
    QVERIFY(gone.error().fault == StoreFault::Refused);
    QVERIFY(gone.error().sentence.contains(QStringLiteral("rows stay")));
}

void SqliteStoreTest::refusesANewerSchema()
{
    {
        const auto store = open();
        QVERIFY(store->run(QStringLiteral("PRAGMA user_version = 9")));
    }
    QVERIFY(faultOfOpening() == StoreFault::NewerSchema);
}

void SqliteStoreTest::refusesAFileOfAnotherKind()
{
    {
        const auto store = open();
        QVERIFY(store->run(QStringLiteral("PRAGMA application_id = 77")));
    }
    QVERIFY(faultOfOpening() == StoreFault::NotOurs);
}

void SqliteStoreTest::refusesWhatIsNoDatabase_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("text") << QByteArray("time,open,high,low,close,volume\n");
    QTest::newRow("short") << QByteArray("x");
    QTest::newRow("only the magic") << QByteArray("SQLite format 3", 16);
    QTest::newRow("magic and noise")
        << QByteArray("SQLite format 3", 16) + QByteArray(8'000, '\x5a');
}

void SqliteStoreTest::refusesWhatIsNoDatabase()
{
    QFETCH(const QByteArray, content);
    QFile file{path()};
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    QVERIFY(faultOfOpening() == StoreFault::Corrupt);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), content); // it is left as it was
}

void SqliteStoreTest::refusesADamagedDatabase()
{
    {
        const auto store = open();
        auto insert = store->prepare(QStringLiteral("INSERT INTO item VALUES (?, ?)"));
        QVERIFY(store->run(QStringLiteral("BEGIN")));
        for (int i = 0; i < 2'000; ++i) {
            QVERIFY(insert->run(i, QStringLiteral("a name that takes some room %1").arg(i)));
        }
        QVERIFY(store->run(QStringLiteral("COMMIT")));
    }
    QFile file{path()};
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.size() > 20'000);
    file.seek(12'288);
    file.write(QByteArray(4'096, '\xff'));
    file.close();
    QVERIFY(faultOfOpening() == StoreFault::Corrupt);
}

void SqliteStoreTest::namesTheLockOfAnother()
{
    const auto holder = open();
    const auto other = open();
    QVERIFY(holder->run(QStringLiteral("BEGIN IMMEDIATE")));
    const auto outcome = other->run(QStringLiteral("INSERT INTO item VALUES (1, 'a')"));
    QVERIFY(!outcome);
    QVERIFY(outcome.error().fault == StoreFault::Locked);
    QVERIFY(outcome.error().sentence.contains(path()));
}

void SqliteStoreTest::namesAFileThatMayNotBeWritten()
{
    (void)open();
    QVERIFY(QFile::setPermissions(path(), QFile::ReadOwner));
    if (QFileInfo{path()}.isWritable()) {
        QSKIP("this user may write every file");
    }
    QVERIFY(faultOfOpening() == StoreFault::ReadOnly);
}

void SqliteStoreTest::namesAFullDisk()
{
    const auto store = open();
    // A limit of pages is what a full disk is to SQLite.
    QVERIFY(store->run(QStringLiteral("PRAGMA max_page_count = 4")));
    StoreResult<Statement> outcome =
        store->run(QStringLiteral("INSERT INTO item VALUES (1, hex(zeroblob(100000)))"));
    QVERIFY(!outcome);
    QVERIFY(outcome.error().fault == StoreFault::DiskFull);
    QCOMPARE(number(*store, "SELECT count(*) FROM item"), 0);
}

void SqliteStoreTest::namesAPlaceWhereNoFileCanBe()
{
    QVERIFY(QDir{m_folder->path()}.mkdir(QStringLiteral("test.db")));
    QVERIFY(faultOfOpening() == StoreFault::CannotOpen);
}

void SqliteStoreTest::opensToReadWithoutWriting()
{
    QVERIFY(SqliteStore::openToRead(path(), spec()).error().fault == StoreFault::CannotOpen);
    QVERIFY(!QFile::exists(path()));
    const auto writer = open();
    QVERIFY(writer->run(QStringLiteral("INSERT INTO item VALUES (1, 'a')")));
    auto reader = SqliteStore::openToRead(path(), spec());
    QVERIFY(reader.has_value());
    QCOMPARE(number(*reader.value(), "SELECT count(*) FROM item"), 1);
    const auto outcome = reader.value()->run(QStringLiteral("DELETE FROM item"));
    QVERIFY(!outcome);
    QVERIFY(outcome.error().fault == StoreFault::ReadOnly);
}

void SqliteStoreTest::namesARefusedValue()
{
    const auto store = open();
    QVERIFY(store->run(QStringLiteral("INSERT INTO item VALUES (?, ?)"), 1, QStringLiteral("a")));
    const auto again =
        store->run(QStringLiteral("INSERT INTO item VALUES (?, ?)"), 2, QStringLiteral("a"));
    QVERIFY(again.error().fault == StoreFault::Refused);
    QVERIFY(store->run(QStringLiteral("NONSENSE")).error().fault == StoreFault::Failed);
}

WICK_TEST(SqliteStoreTest)
#include "tst_sqlite.moc"
