#include "core/io/stores/accountdatabase.h"
#include "tests/support/testregistry.h"

#include <QFile>
#include <QTemporaryDir>

using namespace wick::io;
using namespace Qt::StringLiterals;

class AccountDatabaseTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aNewFileHoldsNoAccount();
    void theNewestStateOfTheNewestAccountIsKept();
    void aFileOfAnotherKindIsNamed();
};

void AccountDatabaseTest::aNewFileHoldsNoAccount()
{
    const QTemporaryDir room;
    auto store = AccountDatabase::open(room.filePath(u"account.db"_s));
    QVERIFY(store.has_value());
    const auto newest = store->newest();
    QVERIFY(newest.has_value() && !newest->has_value());
}

void AccountDatabaseTest::theNewestStateOfTheNewestAccountIsKept()
{
    const QTemporaryDir room;
    const QString path = room.filePath(u"account.db"_s);
    {
        auto store = AccountDatabase::open(path);
        QCOMPARE(store->begin(1, "first").value(), std::int64_t{1});
        QVERIFY(store->save(1, 2, "second").has_value());
        QCOMPARE(store->begin(3, "third").value(), std::int64_t{2});
        QVERIFY(store->save(1, 4, "of the old one").has_value());
    }
    auto store = AccountDatabase::open(path);
    const auto newest = store->newest();
    QVERIFY(newest.has_value() && newest->has_value());
    QCOMPARE((*newest)->account, std::int64_t{2});
    QCOMPARE((*newest)->savedMs, std::int64_t{3});
    QCOMPARE((*newest)->state, std::string{"third"});
    // A state belongs to an account that there is, and is never empty.
    QVERIFY(!store->save(7, 5, "nobody's").has_value());
    QVERIFY(!store->save(2, 5, "").has_value());
}

void AccountDatabaseTest::aFileOfAnotherKindIsNamed()
{
    const QTemporaryDir room;
    const QString path = room.filePath(u"account.db"_s);
    QFile file{path};
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(8'192, 'x'));
    file.close();
    const auto store = AccountDatabase::open(path);
    QVERIFY(!store.has_value());
    QVERIFY(store.error().sentence.contains(path));
}

WICK_TEST(AccountDatabaseTest)
#include "tst_accountdatabase.moc"
