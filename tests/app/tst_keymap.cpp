#include "app/desktop/keymap.h"
#include "tests/support/testregistry.h"

#include <QAction>
#include <QSettings>
#include <QTemporaryDir>

using namespace wick::desktop;
using namespace Qt::StringLiterals;

class KeyMapTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void refusesKeysThatAnotherActHas();
    void refusesKeysOfAView();
    void changedKeysAreSavedAndRead();
};

void KeyMapTest::refusesKeysThatAnotherActHas()
{
    QAction kill;
    QAction lock;
    KeyMap keys;
    keys.add(u"kill"_s, u"Kill switch"_s, QKeySequence{u"Ctrl+Alt+K"_s}, &kill);
    keys.add(u"lock"_s, u"Lock entries"_s, QKeySequence{u"Ctrl+Alt+L"_s}, &lock);
    QCOMPARE(keys.conflict(u"lock"_s, QKeySequence{u"Ctrl+Alt+K"_s}),
             std::optional{u"Kill switch"_s});
    QVERIFY(!keys.change(u"lock"_s, QKeySequence{u"Ctrl+Alt+K"_s}));
    QCOMPARE(lock.shortcut(), QKeySequence{u"Ctrl+Alt+L"_s});
    QVERIFY(keys.change(u"lock"_s, QKeySequence{u"Ctrl+Shift+L"_s}));
    QCOMPARE(lock.shortcut(), QKeySequence{u"Ctrl+Shift+L"_s});
}

void KeyMapTest::refusesKeysOfAView()
{
    QAction run;
    KeyMap keys;
    keys.add(u"run"_s, u"Run"_s, QKeySequence{u"Ctrl+Return"_s}, &run);
    keys.addFixed(u"Filter the table"_s, QKeySequence{u"/"_s});
    QVERIFY(!keys.change(u"run"_s, QKeySequence{u"/"_s}));
    QVERIFY(!keys.change(u"unknown"_s, QKeySequence{u"F9"_s}));
}

void KeyMapTest::changedKeysAreSavedAndRead()
{
    const QTemporaryDir folder;
    QSettings settings{folder.filePath(u"desktop.ini"_s), QSettings::IniFormat};
    QAction first;
    KeyMap keys;
    keys.add(u"run"_s, u"Run"_s, QKeySequence{u"Ctrl+Return"_s}, &first);
    QVERIFY(keys.change(u"run"_s, QKeySequence{u"F9"_s}));
    keys.save(settings);

    QAction second;
    KeyMap other;
    other.add(u"run"_s, u"Run"_s, QKeySequence{u"Ctrl+Return"_s}, &second);
    other.load(settings);
    QCOMPARE(second.shortcut(), QKeySequence{u"F9"_s});
}

WICK_TEST(KeyMapTest)
#include "tst_keymap.moc"
