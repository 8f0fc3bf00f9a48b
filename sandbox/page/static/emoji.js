// The emoji that people and the bot use most, by their :names:.
const TABLE = `
smile 😄 smiley 😃 grinning 😀 grin 😁 laughing 😆 sweat_smile 😅 joy 😂 rofl 🤣 slightly_smiling_face 🙂 upside_down_face 🙃
wink 😉 blush 😊 innocent 😇 heart_eyes 😍 star-struck 🤩 kissing_heart 😘 yum 😋 stuck_out_tongue 😛 zany_face 🤪 hugging_face 🤗
thinking_face 🤔 face_with_raised_eyebrow 🤨 neutral_face 😐 smirk 😏 unamused 😒 face_with_rolling_eyes 🙄 grimacing 😬 relieved 😌
pensive 😔 sleeping 😴 mask 😷 nerd_face 🤓 sunglasses 😎 confused 😕 worried 😟 open_mouth 😮 astonished 😲 flushed 😳 cry 😢 sob 😭
scream 😱 tired_face 😫 triumph 😤 exploding_head 🤯 partying_face 🥳 pleading_face 🥺 robot_face 🤖 ghost 👻 see_no_evil 🙈
wave 👋 raised_hand ✋ hand ✋ ok_hand 👌 v ✌️ crossed_fingers 🤞 point_up ☝️ point_right 👉 point_left 👈 point_down 👇 +1 👍
thumbsup 👍 -1 👎 thumbsdown 👎 fist ✊ facepunch 👊 clap 👏 raised_hands 🙌 open_hands 👐 handshake 🤝 pray 🙏 muscle 💪 writing_hand ✍️
eyes 👀 brain 🧠 speech_balloon 💬 left_speech_bubble 🗨️ thought_balloon 💭 zzz 💤 wave_hand 👋 bow 🙇 raising_hand 🙋 shrug 🤷
facepalm 🤦 technologist 🧑‍💻 teacher 🧑‍🏫 student 🧑‍🎓 busts_in_silhouette 👥 bust_in_silhouette 👤 dancer 💃 heart ❤️ orange_heart 🧡
yellow_heart 💛 green_heart 💚 blue_heart 💙 purple_heart 💜 sparkling_heart 💖 broken_heart 💔 100 💯 boom 💥 fire 🔥 sparkles ✨
star ⭐ star2 🌟 zap ⚡ sunny ☀️ rainbow 🌈 cloud ☁️ snowflake ❄️ ocean 🌊 seedling 🌱 herb 🌿 four_leaf_clover 🍀 evergreen_tree 🌲
cherry_blossom 🌸 sunflower 🌻 bouquet 💐 bug 🐛 bee 🐝 cat 🐱 dog 🐶 owl 🦉 unicorn_face 🦄 turtle 🐢 penguin 🐧 coffee ☕ tea 🍵
beer 🍺 beers 🍻 pizza 🍕 sandwich 🥪 bento 🍱 fork_and_knife 🍴 knife_fork_plate 🍽️ apple 🍎 cake 🍰 birthday 🎂 cookie 🍪 doughnut 🍩
tada 🎉 confetti_ball 🎊 balloon 🎈 gift 🎁 trophy 🏆 medal 🏅 sports_medal 🏅 first_place_medal 🥇 dart 🎯 art 🎨 musical_note 🎵
video_game 🎮 jigsaw 🧩 rocket 🚀 airplane ✈️ car 🚗 house 🏠 office 🏢 school 🏫 globe_showing_europe_africa 🌍 earth_africa 🌍
computer 💻 phone ☎️ iphone 📱 bulb 💡 flashlight 🔦 wrench 🔧 hammer 🔨 hammer_and_wrench 🛠️ gear ⚙️ link 🔗 paperclip 📎 pushpin 📌
round_pushpin 📍 memo 📝 pencil ✏️ pencil2 ✏️ books 📚 book 📖 open_book 📖 notebook 📓 bookmark 🔖 clipboard 📋 newspaper 📰
calendar 📆 date 📅 spiral_calendar_pad 🗓️ clock1 🕐 clock9 🕘 alarm_clock ⏰ hourglass ⌛ hourglass_flowing_sand ⏳ stopwatch ⏱️
inbox_tray 📥 outbox_tray 📤 package 📦 email ✉️ envelope ✉️ bell 🔔 no_bell 🔕 loudspeaker 📢 mega 📣 mag 🔍 lock 🔒 unlock 🔓 key 🔑
white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌ heavy_multiplication_x ✖️ question ❓ grey_question ❔
exclamation ❗ warning ⚠️ no_entry ⛔ no_entry_sign 🚫 information_source ℹ️ arrow_right ➡️ arrow_left ⬅️ arrow_up ⬆️ arrow_down ⬇️
arrows_counterclockwise 🔄 repeat 🔁 heavy_plus_sign ➕ heavy_minus_sign ➖ red_circle 🔴 large_blue_circle 🔵 large_green_circle 🟢
large_yellow_circle 🟡 white_circle ⚪ black_circle ⚫ chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 bar_chart 📊 one 1️⃣ two 2️⃣
three 3️⃣ four 4️⃣ five 5️⃣ mortar_board 🎓 compass 🧭 wheel ☸️ repeat_one 🔂 shushing_face 🤫 ok 🆗 new 🆕 free 🆓 soon 🔜 back 🔙`;
const pairs = TABLE.trim().split(/\s+/);
const BY_NAME = new Map(pairs.flatMap((name, at) => (at % 2 ? [] : [[name, pairs[at + 1]]])));

export const emoji = (name) => BY_NAME.get(name.replace(/::skin-tone-\d$/, "")) ?? `:${name}:`;
export const emojify = (text) => text.replace(/:([a-z0-9_+'-]+):(?::skin-tone-\d:)?/g, (whole, name) => BY_NAME.get(name) ?? whole);
export const isEmoji = (name) => BY_NAME.has(name);
export const QUICK = ["white_check_mark", "+1", "tada"];
export const PICKER = ["heart", "pray", "eyes", "bulb", "raised_hands", "clap", "rocket", "100", "raising_hand", "thinking_face",
  "joy", "star", "fire", "wave", "question", "books", "coffee", "sparkles", "muscle", "x"];
