"""Chinese surnames (simplified) and their readings where these are not the commonest reading of the character.

The single surnames are those of the Hundred Family Surnames, which is a thousand years old, and frequent or well-known
ones beside them.
"""

from __future__ import annotations

import re

SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛"
    "雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强"
    "贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠"
    "甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂"
    "索咸籍赖卓蔺屠蒙池乔阴鬱胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎"
    "戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公"
    "肖闫付代覃区朴仝冼佟佘亓牟苑蹇谌揭么矫楚敬官兰展尧初隋闪辜岳卿税撒宛买海召琚褟占信原滑邝阳庹郄咎门商麦沐台昂哈曲鹿缑漆迟苟侣植"
)

FREQUENT_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾韦付方邹孟熊秦邱江尹"
    "薛闫雷侯史陶贺顾龚邵万钱严覃武戴莫汤乔赖文龙郝庞樊殷施倪葛聂章鲁俞翟毛齐洪兰辛阮柯裴耿申焦欧伍祝柳凌关詹习"
)
"""Four persons of five bear one of these."""

COMPOUND_SURNAMES = frozenset(
    re.findall(
        r"\S+",
        "欧阳 司马 上官 诸葛 夏侯 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 司空 宇文 长孙 端木 百里 呼延 东郭 南宫 西门 独孤 轩辕 公羊 澹台 公冶 宗政 濮阳 淳于 "
        "单于 太叔 申屠 仲孙 钟离 鲜于 闾丘 亓官 拓跋 夹谷 谷梁 完颜 赫连 万俟 闻人 第五 梁丘 左丘 公西 漆雕 乐正 微生 羊舌 羊角 南门 东门 北堂 纳兰 爱新觉罗 叶赫那拉",
    )
)

SURNAME_READINGS: dict[str, tuple[str, ...]] = {
    "单": ("shan",), "曾": ("zeng",), "仇": ("qiu",), "查": ("zha",), "区": ("ou",), "解": ("xie",), "朴": ("piao", "pu", "park"),
    "盖": ("ge", "gai"), "任": ("ren",), "华": ("hua",), "乐": ("yue", "le"), "宁": ("ning",), "覃": ("qin", "tan"),
    "翟": ("zhai", "di"), "缪": ("miao", "mou"), "折": ("she",), "种": ("chong",), "员": ("yun",), "黑": ("he",), "秘": ("bi",),
    "召": ("shao",), "冼": ("xian",), "洗": ("xian",), "纪": ("ji",), "应": ("ying",), "燕": ("yan",), "哈": ("ha",), "过": ("guo",),
    "葛": ("ge",), "隗": ("wei", "kui"), "乜": ("nie",), "祭": ("zhai",), "牟": ("mou", "mu"), "车": ("che",), "薄": ("bo",),
    "卜": ("bu",), "柏": ("bai", "bo"), "费": ("fei", "bi"), "谌": ("chen", "shen"), "晟": ("cheng",), "瞿": ("qu",), "隽": ("juan",),
    "宓": ("mi", "fu"), "郗": ("xi", "chi"), "郇": ("xun", "huan"), "句": ("gou",), "勾": ("gou",), "那": ("na", "nuo"), "沈": ("shen",),
    "石": ("shi",), "宿": ("su",), "相": ("xiang",), "尹": ("yin",), "曲": ("qu",), "都": ("du",), "能": ("nai",), "訾": ("zi",),
    "盛": ("sheng",), "时": ("shi",), "重": ("chong",), "藏": ("zang",), "臧": ("zang",), "万": ("wan",), "阚": ("kan",), "殷": ("yin",),
    "贾": ("jia",), "郝": ("hao",), "洪": ("hong",), "干": ("gan",), "么": ("yao",), "幺": ("yao",), "阴": ("yin",), "戚": ("qi",),
    "繁": ("po",), "逄": ("pang",), "庞": ("pang",), "佴": ("nai",), "麻": ("ma",), "从": ("cong",), "于": ("yu",), "余": ("yu",),
    "俞": ("yu",), "褚": ("chu",), "叶": ("ye",), "厘": ("li",), "强": ("qiang",), "尉": ("wei",), "长": ("zhang",), "见": ("jian",),
    "尉迟": ("yu", "chi"), "万俟": ("mo", "qi"), "令狐": ("ling", "hu"), "长孙": ("zhang", "sun"), "澹台": ("tan", "tai"),
    "皇甫": ("huang", "fu"), "单于": ("chan", "yu"), "鲜于": ("xian", "yu"), "呼延": ("hu", "yan"), "夏侯": ("xia", "hou"),
    "乐正": ("yue", "zheng"), "亓官": ("qi", "guan"), "宇文": ("yu", "wen"), "夹谷": ("jia", "gu"),
}  # fmt: skip
"""A single surname: all its readings. A compound one: the reading of each of its characters."""
