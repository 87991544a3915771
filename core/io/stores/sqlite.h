#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariant>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace wick::io {

/// Why a database cannot be opened or did not do what was asked.
enum class StoreFault : std::uint8_t
{
    CannotOpen,
    Locked,      ///< another process holds it longer than the busy timeout
    ReadOnly,    ///< the file or its folder may not be written
    Corrupt,     ///< not a database, or its check fails
    NotOurs,     ///< a database of another program or of another kind
    NewerSchema, ///< written by a newer version of Wick
    DiskFull,
    Refused, ///< a constraint of the schema
    Failed,  ///< anything else; a mistake in the statement for one
};

struct StoreError
{
    StoreFault fault = StoreFault::Failed;
    QString file;
    QString sentence; ///< for people, names the file
};

template <typename T>
using StoreResult = core::Result<T, StoreError>;

/// How much a commit survives: Full the loss of power, Normal the death of the program.
enum class Durability : std::uint8_t
{
    Normal,
    Full,
};

/// What kind of database a file must be.
struct StoreSpec
{
    QString name;                    ///< "market"; for messages
    QString migrations;              ///< folder of NNNN_*.sql, ":/sql/market"
    std::uint32_t applicationId = 0; ///< in the file's header, tells our files from others
    Durability durability = Durability::Full;
    int busyTimeoutMs = 5'000;
};

/// A prepared statement with typed columns. It must not outlive its database.
class Statement
{
public:
    /// Binds the values to the question marks in their order and runs the statement from the start.
    /// A std::int64_t, int, bool, double, QString, std::string_view and QByteArray bind as they
    /// are.
    template <typename... Values>
    StoreResult<void> run(const Values&... values)
    {
        int at = 0;
        (m_query.bindValue(at++, toVariant(values)), ...);
        return execute();
    }

    /// The next row of the answer; false when there is none.
    [[nodiscard]] bool next() { return m_query.next(); }
    [[nodiscard]] std::int64_t integer(int column) const
    {
        return m_query.value(column).toLongLong();
    }
    [[nodiscard]] double real(int column) const { return m_query.value(column).toDouble(); }
    [[nodiscard]] QString text(int column) const { return m_query.value(column).toString(); }
    [[nodiscard]] QByteArray blob(int column) const { return m_query.value(column).toByteArray(); }
    [[nodiscard]] bool isNull(int column) const { return m_query.isNull(column); }
    /// Ends reading an answer early, so that it does not keep a read transaction open.
    void finish() { m_query.finish(); }

private:
    friend class SqliteStore;
    Statement(QSqlQuery query, QString file)
        : m_query(std::move(query))
        , m_file(std::move(file))
    {}

    [[nodiscard]] static QVariant toVariant(std::int64_t value)
    {
        return QVariant::fromValue(qint64{value});
    }
    [[nodiscard]] static QVariant toVariant(int value) { return value; }
    [[nodiscard]] static QVariant toVariant(bool value) { return value ? 1 : 0; }
    [[nodiscard]] static QVariant toVariant(double value) { return value; }
    /// A null QString is an empty text, as everywhere in Qt but its SQL drivers.
    [[nodiscard]] static QVariant toVariant(const QString& value)
    {
        return value.isNull() ? QStringLiteral("") : value;
    }
    [[nodiscard]] static QVariant toVariant(const QByteArray& value) { return value; }
    [[nodiscard]] static QVariant toVariant(const QVariant& value) { return value; }
    [[nodiscard]] static QVariant toVariant(std::nullptr_t) { return {}; }
    [[nodiscard]] static QVariant toVariant(std::string_view value)
    {
        return QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size()));
    }
    [[nodiscard]] static QVariant toVariant(const std::string& value)
    {
        return toVariant(std::string_view{value});
    }
    [[nodiscard]] StoreResult<void> execute();

    QSqlQuery m_query;
    QString m_file;
};

/// One SQLite file, opened with our settings and brought to the newest schema.
/// Settings: WAL, synchronous by durability, foreign keys on, trusted schema off, cell checks on.
/// Thread: it belongs to the thread that opened it; another thread opens its own.
class SqliteStore
{
public:
    /// Opens or makes the file. A schema that is older is migrated step by step, in one
    /// transaction, after a copy of the file was put beside it (FILE.vN.bak).
    /// Errors: CannotOpen, Locked, ReadOnly, Corrupt, NotOurs, NewerSchema, DiskFull.
    [[nodiscard]] static StoreResult<std::unique_ptr<SqliteStore>> open(const QString& path,
                                                                        const StoreSpec& spec);
    /// Opens a file that is there, for reading only: nothing is made, migrated or repaired.
    [[nodiscard]] static StoreResult<std::unique_ptr<SqliteStore>>
    openToRead(const QString& path, const StoreSpec& spec);

    ~SqliteStore();
    SqliteStore(const SqliteStore&) = delete;
    SqliteStore& operator=(const SqliteStore&) = delete;

    [[nodiscard]] const QString& path() const noexcept { return m_path; }

    [[nodiscard]] StoreResult<Statement> prepare(const QString& sql);

    /// Prepares and runs a statement once.
    template <typename... Values>
    StoreResult<Statement> run(const QString& sql, const Values&... values)
    {
        auto statement = prepare(sql);
        if (!statement) {
            return statement;
        }
        if (auto outcome = statement->run(values...); !outcome) {
            return core::Failure{std::move(outcome).error()};
        }
        return statement;
    }

    /// Runs `work`, which returns a StoreResult, in one write transaction: it is committed when
    /// the result has a value and rolled back when it has none or throws.
    template <typename Work>
    auto inTransaction(Work&& work) -> std::invoke_result_t<Work>
    {
        if (auto begun = run(QStringLiteral("BEGIN IMMEDIATE")); !begun) {
            return core::Failure{std::move(begun).error()};
        }
        Rollback rollback{*this};
        auto result = std::forward<Work>(work)();
        if (result.has_value()) {
            if (auto committed = run(QStringLiteral("COMMIT")); !committed) {
                return core::Failure{std::move(committed).error()};
            }
            rollback.dismiss();
        }
        return result;
    }

private:
    class Rollback
    {
    public:
        explicit Rollback(SqliteStore& store) noexcept
            : m_store(&store)
        {}
        ~Rollback();
        Rollback(const Rollback&) = delete;
        Rollback& operator=(const Rollback&) = delete;
        void dismiss() noexcept { m_store = nullptr; }

    private:
        SqliteStore* m_store;
    };

    SqliteStore(QString path, QString connection);

    [[nodiscard]] StoreResult<void> connect(const StoreSpec& spec, const QString& options);
    [[nodiscard]] StoreResult<void> checkIdentity(const StoreSpec& spec, int newest);
    [[nodiscard]] StoreResult<void> checkFilled();
    [[nodiscard]] StoreResult<void> checkContent();
    [[nodiscard]] StoreResult<void> prepareToWrite(const StoreSpec& spec);
    [[nodiscard]] StoreResult<std::int64_t> number(const QString& sql);
    [[nodiscard]] StoreError error(StoreFault fault, const QString& detail = {}) const;

    QString m_path;
    QString m_connection;
};

} // namespace wick::io
