#include "core/io/stores/migration.h"

#include <QDir>
#include <QFile>

namespace wick::io {

using core::Failure;

namespace {

[[nodiscard]] StoreError broken(const QString& file, const QString& why)
{
    return {StoreFault::Failed, file, file % QStringLiteral(": ") % why};
}

[[nodiscard]] std::vector<QString> statementsOf(const QString& text)
{
    std::vector<QString> statements;
    QString statement;
    for (const QString& line : text.split(u'\n')) {
        if (line.startsWith(QLatin1String("--")) || (statement.isEmpty() && line.isEmpty())) {
            continue;
        }
        statement += line % u'\n';
        if (line.endsWith(u';') && !line.startsWith(u' ')) {
            statements.push_back(statement);
            statement.clear();
        }
    }
    if (!statement.trimmed().isEmpty()) {
        statements.push_back(statement);
    }
    return statements;
}

[[nodiscard]] StoreResult<std::int64_t> userVersion(SqliteStore& store)
{
    auto statement = store.run(QStringLiteral("PRAGMA user_version"));
    if (!statement) {
        return Failure{std::move(statement).error()};
    }
    return statement->next() ? statement->integer(0) : 0;
}

[[nodiscard]] StoreResult<void> backUp(SqliteStore& store, std::int64_t version)
{
    const QString copy = QStringLiteral("%1.v%2.bak").arg(store.path()).arg(version);
    if (QFile::exists(copy) && !QFile::remove(copy)) {
        return Failure{broken(copy, QStringLiteral("the older backup cannot be removed"))};
    }
    if (auto done = store.run(QStringLiteral("VACUUM INTO ?"), copy); !done) {
        return Failure{std::move(done).error()};
    }
    return {};
}

[[nodiscard]] StoreResult<void> runAll(SqliteStore& store, const std::vector<QString>& statements)
{
    for (const QString& statement : statements) {
        if (auto done = store.run(statement); !done) {
            return Failure{std::move(done).error()};
        }
    }
    return {};
}

[[nodiscard]] StoreResult<void> applyAfter(SqliteStore& store,
                                           const std::vector<Migration>& migrations,
                                           std::uint32_t applicationId)
{
    // Another process may have done it since we looked.
    const auto version = userVersion(store);
    if (!version) {
        return Failure{version.error()};
    }
    for (const Migration& migration : migrations) {
        if (migration.number <= *version) {
            continue;
        }
        if (auto done = runAll(store, migration.statements); !done) {
            StoreError error = std::move(done).error();
            error.sentence += QStringLiteral(" (migration %1)").arg(migration.name);
            return Failure{std::move(error)};
        }
    }
    return runAll(
        store,
        {QStringLiteral("PRAGMA application_id = %1").arg(static_cast<qint32>(applicationId)),
         QStringLiteral("PRAGMA user_version = %1").arg(migrations.back().number)});
}

} // namespace

StoreResult<std::vector<Migration>> readMigrations(const QString& folder)
{
    std::vector<Migration> migrations;
    const QDir dir{folder};
    for (const QString& name : dir.entryList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name)) {
        const int number = name.left(4).toInt();
        if (number != static_cast<int>(migrations.size()) + 1) {
            return Failure{broken(dir.filePath(name), QStringLiteral("does not count on"))};
        }
        QFile file{dir.filePath(name)};
        if (!file.open(QIODevice::ReadOnly)) {
            return Failure{broken(dir.filePath(name), file.errorString())};
        }
        migrations.push_back({number, name, statementsOf(QString::fromUtf8(file.readAll()))});
    }
    if (migrations.empty()) {
        return Failure{broken(folder, QStringLiteral("there is no migration"))};
    }
    return migrations;
}

StoreResult<void>
migrate(SqliteStore& store, const std::vector<Migration>& migrations, std::uint32_t applicationId)
{
    const auto version = userVersion(store);
    if (!version) {
        return Failure{version.error()};
    }
    if (*version >= migrations.back().number) {
        return {};
    }
    if (*version > 0) {
        if (auto saved = backUp(store, *version); !saved) {
            return saved;
        }
    }
    return store.inTransaction([&] { return applyAfter(store, migrations, applicationId); });
}

} // namespace wick::io
