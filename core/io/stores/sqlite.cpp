#include "core/io/stores/sqlite.h"

#include "core/base/unreachable.h"
#include "core/io/stores/migration.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlError>

#include <atomic>
#include <utility>

namespace wick::io {

using core::Failure;

namespace {

// Result codes of SQLite; the low byte of the extended ones.
constexpr int kBusy = 5;
constexpr int kLocked = 6;
constexpr int kReadOnly = 8;
constexpr int kCorrupt = 11;
constexpr int kFull = 13;
constexpr int kCannotOpen = 14;
constexpr int kConstraint = 19;
constexpr int kNotADatabase = 26;

[[nodiscard]] StoreFault faultOf(const QSqlError& error) noexcept
{
    switch (error.nativeErrorCode().toInt() & 0xff) {
    case kBusy:
    case kLocked:
        return StoreFault::Locked;
    case kReadOnly:
        return StoreFault::ReadOnly;
    case kCorrupt:
    case kNotADatabase:
        return StoreFault::Corrupt;
    case kFull:
        return StoreFault::DiskFull;
    case kCannotOpen:
        return StoreFault::CannotOpen;
    case kConstraint:
        return StoreFault::Refused;
    default: // an int of a C interface: there are dozens of others
        return StoreFault::Failed;
    }
}

/// What stands after "FILE: ".
[[nodiscard]] QString words(StoreFault fault)
{
    switch (fault) {
    case StoreFault::CannotOpen:
        return QStringLiteral("cannot be opened");
    case StoreFault::Locked:
        return QStringLiteral("is locked by another program");
    case StoreFault::ReadOnly:
        return QStringLiteral("may not be written");
    case StoreFault::Corrupt:
        return QStringLiteral("is damaged or no database");
    case StoreFault::NotOurs:
        return QStringLiteral("is not a database of this kind");
    case StoreFault::NewerSchema:
        return QStringLiteral("was written by a newer version of Wick");
    case StoreFault::DiskFull:
        return QStringLiteral("the disk is full");
    case StoreFault::Refused:
        return QStringLiteral("the values are refused");
    case StoreFault::Failed:
        return QStringLiteral("the database reports an error");
    }
    core::unreachable();
}

[[nodiscard]] StoreError errorOf(const QString& file, StoreFault fault, const QString& detail)
{
    const QString more = detail.isEmpty() ? QString{} : QStringLiteral(" (%1)").arg(detail);
    return {fault, file, file % QStringLiteral(": ") % words(fault) % more};
}

[[nodiscard]] StoreError errorOf(const QString& file, const QSqlError& error)
{
    const QString text = error.databaseText().trimmed();
    return errorOf(file, faultOf(error), text.isEmpty() ? error.driverText().trimmed() : text);
}

/// A name that no other connection of this program has.
[[nodiscard]] QString newConnectionName()
{
    static std::atomic<int> count{0};
    return QStringLiteral("wick-%1").arg(++count);
}

[[nodiscard]] bool looksLikeDatabase(const QString& path)
{
    QFile file{path};
    if (!file.open(QIODevice::ReadOnly)) {
        return true; // opening it says better why not
    }
    const QByteArray start = file.read(16);
    return start.isEmpty() || start == QByteArray("SQLite format 3", 16);
}

/// The schema's steps, once the file may be a database at all.
[[nodiscard]] StoreResult<std::vector<Migration>> migrationsFor(const QString& path,
                                                                const StoreSpec& spec)
{
    if (!looksLikeDatabase(path)) {
        return Failure{errorOf(path, StoreFault::Corrupt, {})};
    }
    return readMigrations(spec.migrations);
}

} // namespace

StoreResult<void> Statement::execute()
{
    if (!m_query.exec()) {
        return Failure{errorOf(m_file, m_query.lastError())};
    }
    return {};
}

SqliteStore::SqliteStore(QString path, QString connection)
    : m_path(std::move(path))
    , m_connection(std::move(connection))
{}

SqliteStore::~SqliteStore()
{
    QSqlDatabase::database(m_connection, false).close();
    QSqlDatabase::removeDatabase(m_connection);
}

SqliteStore::Rollback::~Rollback()
{
    if (m_store != nullptr) {
        // Where SQLite has rolled back by itself this fails, which is as good.
        (void)m_store->run(QStringLiteral("ROLLBACK"));
    }
}

StoreError SqliteStore::error(StoreFault fault, const QString& detail) const
{
    return errorOf(m_path, fault, detail);
}

StoreResult<Statement> SqliteStore::prepare(const QString& sql)
{
    QSqlQuery query{QSqlDatabase::database(m_connection, false)};
    query.setForwardOnly(true);
    if (!query.prepare(sql)) {
        return Failure{errorOf(m_path, query.lastError())};
    }
    return Statement{std::move(query), m_path};
}

StoreResult<std::int64_t> SqliteStore::number(const QString& sql)
{
    auto statement = run(sql);
    if (!statement) {
        return Failure{std::move(statement).error()};
    }
    return statement->next() ? statement->integer(0) : 0;
}

StoreResult<void> SqliteStore::connect(const StoreSpec& spec, const QString& options)
{
    QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connection);
    database.setDatabaseName(m_path);
    database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1;").arg(spec.busyTimeoutMs)
                               % options);
    if (!database.open()) {
        return Failure{
            errorOf(m_path, StoreFault::CannotOpen, database.lastError().databaseText().trimmed())};
    }
    for (const QString& setting :
         {QStringLiteral("PRAGMA foreign_keys = ON"), QStringLiteral("PRAGMA trusted_schema = OFF"),
          QStringLiteral("PRAGMA cell_size_check = ON")})
    {
        if (auto done = run(setting); !done) {
            return Failure{std::move(done).error()};
        }
    }
    return {};
}

StoreResult<void> SqliteStore::checkIdentity(const StoreSpec& spec, int newest)
{
    const auto application = number(QStringLiteral("PRAGMA application_id"));
    if (!application) {
        return Failure{application.error()};
    }
    const auto version = number(QStringLiteral("PRAGMA user_version"));
    const auto tables = number(QStringLiteral("SELECT count(*) FROM sqlite_schema"));
    if (!version || !tables) {
        return Failure{version ? tables.error() : version.error()};
    }
    const bool fresh = *application == 0 && *version == 0 && *tables == 0;
    if (!fresh && static_cast<std::uint32_t>(*application) != spec.applicationId) {
        return Failure{error(StoreFault::NotOurs, QStringLiteral("wanted: %1").arg(spec.name))};
    }
    if (*version > newest) {
        return Failure{error(StoreFault::NewerSchema,
                             QStringLiteral("version %1, known is %2").arg(*version).arg(newest))};
    }
    return {};
}

/// A program that dies early leaves a file without a schema.
StoreResult<void> SqliteStore::checkFilled()
{
    const auto version = number(QStringLiteral("PRAGMA user_version"));
    if (!version) {
        return Failure{version.error()};
    }
    if (*version == 0) {
        return Failure{
            error(StoreFault::NotOurs, QStringLiteral("nothing has been written to it yet"))};
    }
    return {};
}

StoreResult<void> SqliteStore::checkContent()
{
    auto check = run(QStringLiteral("PRAGMA quick_check(1)"));
    if (!check) {
        return Failure{std::move(check).error()};
    }
    if (!check->next() || check->text(0) != QLatin1String("ok")) {
        return Failure{error(StoreFault::Corrupt, check->text(0))};
    }
    return {};
}

StoreResult<void> SqliteStore::prepareToWrite(const StoreSpec& spec)
{
    const QString durability =
        spec.durability == Durability::Full ? QStringLiteral("FULL") : QStringLiteral("NORMAL");
    auto mode = run(QStringLiteral("PRAGMA journal_mode = WAL"));
    if (!mode) {
        return Failure{std::move(mode).error()};
    }
    if (!mode->next() || mode->text(0) != QLatin1String("wal")) {
        return Failure{error(StoreFault::CannotOpen,
                             QStringLiteral("this file system allows no write-ahead log"))};
    }
    mode->finish();
    if (auto done = run(QStringLiteral("PRAGMA synchronous = %1").arg(durability)); !done) {
        return Failure{std::move(done).error()};
    }
    return {};
}

StoreResult<std::unique_ptr<SqliteStore>> SqliteStore::open(const QString& path,
                                                            const StoreSpec& spec)
{
    const QFileInfo info{path};
    if (info.exists() && !info.isWritable()) {
        return Failure{errorOf(path, StoreFault::ReadOnly, {})};
    }
    if (info.isDir() || !QDir{}.mkpath(info.absolutePath())) {
        return Failure{errorOf(path, StoreFault::CannotOpen, {})};
    }
    const auto migrations = migrationsFor(path, spec);
    if (!migrations) {
        return Failure{migrations.error()};
    }
    std::unique_ptr<SqliteStore> store{new SqliteStore{path, newConnectionName()}};
    const auto opened =
        store->connect(spec, {})
            .and_then([&] { return store->checkIdentity(spec, migrations->back().number); })
            .and_then([&] { return store->checkContent(); })
            .and_then([&] { return store->prepareToWrite(spec); })
            .and_then([&] { return migrate(*store, *migrations, spec.applicationId); });
    if (!opened) {
        return Failure{opened.error()};
    }
    return store;
}

StoreResult<std::unique_ptr<SqliteStore>> SqliteStore::openToRead(const QString& path,
                                                                  const StoreSpec& spec)
{
    if (!QFileInfo{path}.isFile()) {
        return Failure{
            errorOf(path, StoreFault::CannotOpen, QStringLiteral("there is no such file"))};
    }
    const auto migrations = migrationsFor(path, spec);
    if (!migrations) {
        return Failure{migrations.error()};
    }
    std::unique_ptr<SqliteStore> store{new SqliteStore{path, newConnectionName()}};
    const auto opened =
        store->connect(spec, QStringLiteral("QSQLITE_OPEN_READONLY"))
            .and_then([&] { return store->checkIdentity(spec, migrations->back().number); })
            .and_then([&] { return store->checkFilled(); })
            .and_then([&] { return store->checkContent(); });
    if (!opened) {
        return Failure{opened.error()};
    }
    return store;
}

} // namespace wick::io
